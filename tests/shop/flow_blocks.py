"""The actions of the test shop, found as those of any installed app are."""
