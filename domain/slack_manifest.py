"""The Slack app as Slack wants it described: scopes, events, addresses.

`im:history` is what Slack asks for before it sends an app the direct messages that people write to
it. No other history scope is asked for, and no method that reads history is ever called.
"""

from typing import Any

from domain.slack_events import COMMAND, SAVE_SHORTCUT

SCOPES = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "im:history",
    "reactions:read",
)
EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "tokens_revoked",
)
EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"


def manifest(address: str, *, socket: bool = False) -> dict[str, Any]:
    """The manifest for an installation at `address`; with `socket` nothing has to reach us."""
    answers: dict[str, Any] = {"url": f"{address}{EVENTS_PATH}"}
    where = {} if socket else {"request_url": answers["url"]}
    command = {"command": COMMAND, "description": "Get something off your chest",
               "usage_hint": "[what is on your mind]", "should_escape": True}  # fmt: skip
    shortcut = {"name": "Save as vent", "type": "message", "callback_id": SAVE_SHORTCUT,
                "description": "Keep this message as a note of your own"}  # fmt: skip
    return {
        "display_information": {
            "name": "Refleqt",
            "description": "Vent once, never explain again.",
            "background_color": "#4b2fb3",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Refleqt", "always_online": True},
            "slash_commands": [command if socket else {**command, **answers}],
            "shortcuts": [shortcut],
        },
        "oauth_config": {
            "redirect_urls": [f"{address}{REDIRECT_PATH}"],
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**where, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **where},
            "org_deploy_enabled": True,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }
