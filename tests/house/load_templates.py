"""A program: load each template named, from a folder where the wheel is installed.

It is run by `test_distribution` in an empty directory, so nothing of the repository can help. It
prints, as JSON, what went wrong: the name, and the error or the place the template came from.
"""

import json
import sys

import django
from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template


def main(home: str, apps: list[str], names: list[str]) -> None:
    engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
    settings.configure(INSTALLED_APPS=apps, TEMPLATES=[engine], STATIC_URL="/static/")
    django.setup()
    problems = {name: problem(name, home) for name in names}
    print(json.dumps({name: text for name, text in problems.items() if text}))


def problem(name: str, home: str) -> str:
    """Say what is wrong with this template, or nothing."""
    try:
        found = str(get_template(name).origin)
    except (TemplateDoesNotExist, TemplateSyntaxError) as error:
        return repr(error)
    return "" if found.startswith(home) else found


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
