"""What a host can do about accounts: list, invite, disable, delete. Nobody, a host included, can reset lock words.

Whoever has lost every way in makes a new account. Rows without their person stay sealed until the account is deleted.
"""

import argparse
import sys

from holdfast.cli.common import Refusal, django

EXAMPLES = """\
examples:
  holdfast accounts list
  holdfast accounts invite --days 14      prints a code for one sign-up, once
  holdfast accounts disable ana           no sign-in until `enable`; nothing is lost
  holdfast accounts delete ana            every row of Ana, at once and for good
  holdfast accounts pepper-is-lost        after a restore without the old pepper: spare keys only"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `holdfast accounts` takes."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("list", help="names, and which are disabled")
    invite = verbs.add_parser("invite", help="a code for one sign-up")
    invite.add_argument("--days", type=int, default=14, help="how long it works (1 to 90, default 14)")
    for verb, sentence in (
        ("disable", "no sign-in, and every session ends"),
        ("enable", "sign-in works again"),
        ("delete", "every row of a person, for good"),
    ):
        sub = verbs.add_parser(verb, help=sentence)
        sub.add_argument("name", help="the login name")
        if verb == "delete":
            sub.add_argument("--yes", action="store_true", help="do not ask again")
    lost = verbs.add_parser("pepper-is-lost", help="start without the old pepper: people need their spare keys")
    lost.add_argument("--yes", action="store_true", help="do not ask again")


def run(args: argparse.Namespace) -> int:
    """Do one of the verbs."""
    django()
    deed = {
        "list": show,
        "invite": invite,
        "disable": disable,
        "enable": enable,
        "delete": delete,
        "pepper-is-lost": accept_loss,
    }[args.verb]
    return deed(args)


def show(args: argparse.Namespace) -> int:
    """Names in order, nothing else: when somebody was here is not known."""
    from holdfast.accounts import queries

    listed = queries.host_list()
    for account in listed:
        print(f"{account.name}{'   disabled' if account.disabled else ''}")
    print(f"{len(listed)} {'account' if len(listed) == 1 else 'accounts'}.")
    return 0


def invite(args: argparse.Namespace) -> int:
    """Print a code; only its hash is kept, so it is shown once."""
    from holdfast.accounts import actions

    try:
        print(actions.invite(args.days))
    except ValueError as refused:
        raise Refusal(str(refused)) from None
    print("It works for one sign-up and is shown only now. Hand it over in person if you can.", file=sys.stderr)
    return 0


def on_account(deed: str, name: str) -> None:
    """Do one of the verbs of `accounts.actions` to a named account. Raises Refusal for an unknown name."""
    from holdfast.accounts import actions
    from holdfast.accounts.errors import Refused

    try:
        getattr(actions, deed)(name)
    except Refused as refused:
        raise Refusal(str(refused)) from None


def disable(args: argparse.Namespace) -> int:
    """No sign-in from now on; sessions end."""
    on_account("disable", args.name)
    print(f"{args.name} is disabled; every session has ended. Nothing is lost.")
    return 0


def enable(args: argparse.Namespace) -> int:
    """Sign-in works again."""
    on_account("enable", args.name)
    print(f"{args.name} is enabled.")
    return 0


def delete(args: argparse.Namespace) -> int:
    """Erase every row of a person, after asking."""
    if not args.yes and not sure(f"Delete {args.name} and everything they wrote? It cannot be undone."):
        print("Nothing was deleted.")
        return 1
    on_account("delete", args.name)
    print(f"{args.name} is deleted. Backups still hold their sealed rows for up to 35 days.")
    return 0


def accept_loss(args: argparse.Namespace) -> int:
    """Go on without the old pepper, after asking."""
    from holdfast.accounts import actions

    question = "Is the old pepper lost for good? Lock words stop working; people open with their spare keys."
    if not args.yes and not sure(question):
        print("Nothing was changed.")
        return 1
    count = actions.pepper_is_lost()
    print(f"{count} {'account opens' if count == 1 else 'accounts open'} with their spare key only from now on.")
    return 0


def sure(question: str) -> bool:
    """Ask on the terminal; without one the answer is no."""
    if not sys.stdin.isatty():
        return False
    return input(f"{question} Type yes: ").strip().lower() == "yes"
