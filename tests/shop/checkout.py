"""The checkout of django-flows' description, written in code: the tree that started it all."""

from django import forms

from cmsflows import COMPLETE, Action, FlowHandler, Linear, RequiredState, Scaffold


class EmailForm(forms.Form):
    email = forms.EmailField()


class PasswordForm(EmailForm):
    password = forms.CharField(widget=forms.PasswordInput)


class CodeForm(forms.Form):
    code = forms.CharField(max_length=6)


class CardForm(forms.Form):
    number = forms.CharField(widget=forms.TextInput({"autocomplete": "cc-number"}))
    holder = forms.CharField()


class AccountForm(forms.Form):
    iban = forms.CharField(max_length=34)


class AddressForm(forms.Form):
    street = forms.CharField()
    since = forms.DateField(widget=forms.SelectDateWidget(years=range(2000, 2030)))


class ConfirmItem(Action):
    """Do you want to buy this?"""

    provides = {"item": str}

    def form_valid(self, form):
        self.state["item"] = self.kwargs.get("item", "a kettle")
        return COMPLETE


class LogIn(Action):
    """Log in to existing account."""

    form_class = PasswordForm
    provides = {"user_name": str}
    exits = {"forgot_password": "I forgot my password"}

    def form_valid(self, form):
        self.state["user_name"] = form.cleaned_data["email"]
        return COMPLETE


class Register(Action):
    """Create new account."""

    form_class = PasswordForm
    provides = {"user_name": str}

    def form_valid(self, form):
        self.state["user_name"] = form.cleaned_data["email"]
        return COMPLETE


class EnterEmail(Action):
    form_class = EmailForm

    def form_valid(self, form):
        self.state["email"] = form.cleaned_data["email"]
        return COMPLETE


class EnterCode(Action):
    form_class = CodeForm


class ResetPassword(Action):
    form_class = PasswordForm

    def form_valid(self, form):
        self.state["user_name"] = self.state.pop("email")
        return LogIn


class ForgotPassword(Scaffold):
    action_set = [EnterEmail, EnterCode, ResetPassword]
    transition = Linear


class GetUserAccount(Scaffold):
    action_set = [LogIn, Register, ForgotPassword]


class SavedMethod(Action):
    """Choose a payment method I already saved."""

    def form_valid(self, form):
        self.state["payment"] = "saved"
        return COMPLETE


class CreditCard(Action):
    form_class = CardForm

    def form_valid(self, form):
        self.state["payment"] = "card"
        return COMPLETE


class BankAccount(Action):
    form_class = AccountForm


class AccountAddress(Action):
    form_class = AddressForm

    def form_valid(self, form):
        self.state["payment"] = "bank"
        return COMPLETE


class BankTransfer(Scaffold):
    action_set = [BankAccount, AccountAddress]
    transition = Linear


class PayPal(Action):
    def form_valid(self, form):
        self.state["payment"] = "paypal"
        return COMPLETE


class NewMethod(Scaffold):
    action_set = [CreditCard, BankTransfer, PayPal]


class ChoosePayment(Scaffold):
    action_set = [SavedMethod, NewMethod]


class ConfirmAndPay(Action):
    preconditions = [RequiredState("item", "user_name", "payment")]


class Checkout(Scaffold):
    """Named lazily where it can be: by class, by class name."""

    url = "checkout/<slug:item>"
    action_set = [ConfirmItem, "GetUserAccount", ChoosePayment, "ConfirmAndPay"]
    transition = Linear()


handler = FlowHandler(app_namespace="shop")
checkout = handler.register_entry_point(Checkout)
