"""Events as the platforms' documentation gives them, in our words, and what has to come of each.

The tests of each channel look at what such events mean; here they are delivered to the whole of it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from pin_advisor.channels.stand_ins.messenger import PAGE, MessengerStandIn
from pin_advisor.channels.stand_ins.slack import SlackStandIn
from pin_advisor.channels.stand_ins.teams import TeamsStandIn
from pin_advisor.channels.stand_ins.telegram import TelegramStandIn
from pin_advisor.channels.stand_ins.twilio import SMS_VISITOR, WHATSAPP_VISITOR, TwilioStandIn
from pin_advisor.channels.wording import wording
from tests.channels.every.channel import Documented, Request
from tests.channels.slack.payloads import press

WORDS: Final = wording()
MEDIA: Final = WORDS.media


# -- Slack: https://docs.slack.dev/reference/events, and interaction-payloads beside it --


def of_slack(slack: SlackStandIn) -> Iterator[Documented]:
    ann, ours = SlackStandIn.ANN, SlackStandIn.US
    direct, channel = SlackStandIn.DIRECT, SlackStandIn.CHANNEL
    stamps = (f"1355517523.{n:06}" for n in itertools.count(5))
    picture = {
        "id": "F00000000",
        "name": "logo.png",
        "mimetype": "image/png",
        "filetype": "png",
        "size": 1000,
    }

    def again(body: bytes, kind: str = "application/json") -> Callable[[int], Request]:
        now = slack._clock.now()
        return lambda attempt: Request(body, tuple(slack.signed(body, kind, now + attempt).items()))

    def event(name: str, told: Mapping[str, Any], *what: Any, **more: Any) -> Documented:
        stamp = next(stamps)
        whole = {"ts": stamp, "event_ts": stamp, **told}
        return Documented(name, again(json.dumps(slack.event(whole)).encode()), *what, **more)

    def form(name: str, fields: Mapping[str, str], *what: Any, **more: Any) -> Documented:
        body = urlencode(fields).encode()
        return Documented(name, again(body, "application/x-www-form-urlencoded"), *what, **more)

    def message(**told: Any) -> dict[str, Any]:
        return {"type": "message", "channel": direct, "user": ann, "text": "", "channel_type": "im", **told}

    def mention(**told: Any) -> dict[str, Any]:
        return {"type": "app_mention", "user": ann, "text": "", "channel": channel, **told}

    changed = {"type": "message", "user": ann, "text": "Hello, world!", "ts": "1355517523.000001"}
    edited = {"message": {**changed, "edited": {"user": ann, "ts": "1355517536.000001"}}}
    unfurled = {"message": changed, "previous_message": changed}
    yield event("message.im", message(text="Hello hello can you hear me?"), "Hello hello can you hear me?")
    home = message(channel_type="app_home", text="How are you?")
    yield event("message.app_home", home, "How are you?")
    yield event("app_mention", mention(text=f"Is everything OK, <@{ours}>?"), "Is everything OK, ?")
    yield event("app_mention of nothing but us", mention(text=f"<@{ours}>"), "Hello")
    yield event("message with blocks", message(text="hi :wave:", blocks=[rich_text()]), "hi \U0001f44b")
    yield event(
        "message_changed", message(subtype="message_changed", hidden=True, **edited), said=WORDS.edited
    )
    yield event("message_changed by a link", message(subtype="message_changed", hidden=True, **unfurled))
    gone = {"deleted_ts": "1358878749.000002", "previous_message": changed}
    yield event("message_deleted", message(subtype="message_deleted", hidden=True, **gone))
    yield event("file_share", message(subtype="file_share", files=[picture], upload=True), said=MEDIA.picture)
    yield event(
        "file_share with words",
        message(subtype="file_share", text="this?", files=[picture]),
        "this?",
        MEDIA.picture,
    )
    yield event("thread_broadcast", message(subtype="thread_broadcast", text="and this?"), "and this?")
    yield event("me_message", message(subtype="me_message", text="is doing that"), "is doing that")
    yield event("bot_message", message(subtype="bot_message", text="Build passed", bot_id="BB12033"))
    yield event("our own message", message(text="You said: hi", user=ours, bot_id=SlackStandIn.BOT))
    yield event("message_replied", message(subtype="message_replied", message=changed))
    yield event("channel_join", message(channel_type="channel", channel=channel, subtype="channel_join"))
    yield event("message.channels", message(channel_type="channel", channel=channel, text="lunch?"))
    item = {"type": "message", "channel": direct, "ts": "1360782400.498405"}
    yield event(
        "reaction_added", {"type": "reaction_added", "user": ann, "reaction": "thumbsup", "item": item}
    )
    yield event("app_home_opened", {"type": "app_home_opened", "user": ann, "channel": direct, "tab": "home"})
    yield event("member_joined_channel", {"type": "member_joined_channel", "user": ann, "channel": channel})
    yield event("app_uninstalled", {"type": "app_uninstalled"})
    challenge = {"token": "Jhj5dZrVaK7ZwHHjRyZWjbDl", "challenge": "3eZbrw1aBm2r", "type": "url_verification"}
    yield Documented(
        "url_verification",
        again(json.dumps(challenge).encode()),
        answer=json.dumps({"challenge": "3eZbrw1aBm2r"}),
    )
    limited = {"type": "app_rate_limited", "team_id": "T123456", "minute_rate_limited": 1518467820}
    yield Documented("app_rate_limited", again(json.dumps(limited).encode()))
    pressed = press(direct, ann)
    dated = {"type": "datepicker", "action_id": "WaXB", "selected_date": "2026-11-29", "action_ts": "1.2"}
    yield form("block_actions", {"payload": json.dumps(pressed)}, said=WORDS.stale_choice)
    date = {"payload": json.dumps({**pressed, "actions": [dated]})}
    yield form("block_actions of a date", date, said=WORDS.stale_choice)
    link = {**pressed["actions"][0], "url": "https://pins.example", "action_ts": "1.3"}
    yield form("block_actions of a link", {"payload": json.dumps({**pressed, "actions": [link]})})
    window = {"payload": json.dumps({**pressed, "container": {"type": "view", "view_id": "V1"}})}
    yield form("block_actions in a window", window)
    yield form("view_submission", {"payload": json.dumps({"type": "view_submission", "view": {"id": "V1"}})})
    yield form("shortcut", {"payload": json.dumps({"type": "shortcut", "callback_id": "shortcut_create"})})
    command = {"command": "/weather", "text": "94070", "user_id": ann, "channel_id": direct}
    command["response_url"] = "https://hooks.slack.com/commands/1234/5678"
    told = json.dumps({"response_type": "ephemeral", "text": WORDS.command})
    yield form("slash command", command, answer=told)
    yield form("ssl_check", {"ssl_check": "1", "token": "gIkuvaNzQIHg97ATvDxqgjtO"})


def rich_text() -> dict[str, Any]:
    wave = {"type": "emoji", "name": "wave", "unicode": "1f44b"}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "hi "}, wave]}
    return {"type": "rich_text", "block_id": "hUBz", "elements": [section]}


# -- Telegram: https://core.telegram.org/bots/api#update -------------------------------------------


def of_telegram(telegram: TelegramStandIn, secret: str) -> Iterator[Documented]:
    numbers = itertools.count(10_000)
    ann = {"id": 501, "is_bot": False, "first_name": "Ann", "username": "ann", "language_code": "en"}
    private, group = telegram.chat(501), telegram.chat(-100200)
    size = {"file_id": "AgAC", "file_unique_id": "AQAD", "file_size": 1500, "width": 90, "height": 67}

    def update(name: str, told: Mapping[str, Any], *what: Any, **more: Any) -> Documented:
        body = json.dumps({"update_id": next(numbers), **told}).encode()
        header = ("X-Telegram-Bot-Api-Secret-Token", secret)
        return Documented(name, lambda _: Request(body, (header,)), *what, **more)

    def message(**content: Any) -> dict[str, Any]:
        return {"message_id": 1365, "from": ann, "chat": private, "date": 1_441_645_532, **content}

    def post(name: str, content: Mapping[str, Any], *what: Any, **more: Any) -> Documented:
        return update(name, {"message": message(**content)}, *what, **more)

    entity = {"type": "bot_command", "offset": 0, "length": 6}
    place = {"latitude": 51.5, "longitude": -0.1}
    poll = {"id": "1", "question": "Which pin?", "options": [{"text": "hard", "voter_count": 0}]}
    yield post("message", {"text": "Test /start test"}, "Test /start test")
    yield post("command", {"text": "/start", "entities": [entity]}, "Hello")
    quoted = {"reply_to_message": message(text="earlier"), "quote": {"text": "earlier", "position": 0}}
    yield post("reply", {"text": "that one", **quoted}, "that one")
    origin = {"type": "hidden_user", "sender_user_name": "Bob", "date": 1}
    yield post("forward", {"text": "forwarded words", "forward_origin": origin}, "forwarded words")
    yield post("photo", {"photo": [size, size]}, said=MEDIA.picture)
    yield post("photo with a caption", {"photo": [size], "caption": "ours"}, "ours", MEDIA.picture)
    yield post("document", {"document": {"file_id": "B", "file_name": "a.pdf"}}, said=MEDIA.file)
    yield post("sticker", {"sticker": {"file_id": "C", "type": "regular", "emoji": "👍"}}, said=MEDIA.sticker)
    yield post("voice", {"voice": {"file_id": "A", "duration": 5}}, said=MEDIA.voice)
    yield post("video_note", {"video_note": {"file_id": "A", "length": 240, "duration": 5}}, said=MEDIA.video)
    yield post("location", {"location": place}, said=MEDIA.location)
    yield post(
        "venue", {"venue": {"location": place, "title": "Shop"}, "location": place}, said=MEDIA.location
    )
    yield post("contact", {"contact": {"phone_number": "+15550001", "first_name": "B"}}, said=MEDIA.contact)
    yield post("dice", {"dice": {"emoji": "🎲", "value": 3}}, said=MEDIA.other)
    yield post("poll", {"poll": poll}, said=MEDIA.other)
    yield post("pinned_message", {"pinned_message": message(text="x")})
    yield post("message_auto_delete_timer_changed", {"message_auto_delete_timer_changed": {"timer": 9}})
    yield post("users_shared", {"users_shared": {"request_id": 1, "users": []}})
    yield post("new_chat_members", {"chat": group, "new_chat_members": [ann]})
    yield post("said in a group", {"chat": group, "text": "lunch?"})
    yield update("edited_message", {"edited_message": message(text="300", edit_date=1)}, said=WORDS.edited)
    new_caption = message(photo=[size], caption="300", edit_date=1)
    yield update("edited caption", {"edited_message": new_caption}, said=WORDS.edited)
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    asked_by = {"chat": group, "sender_chat": group, "from": anonymous}
    yield post(
        "an anonymous administrator", {**asked_by, "text": "/help@pin_advisor_bot"}, "What can you do?"
    )
    channel = {"id": -1001, "type": "channel", "title": "News"}
    news = {"message_id": 1, "sender_chat": channel, "chat": channel, "date": 1, "text": "news"}
    for kind in ("channel_post", "edited_channel_post"):
        yield update(kind, {kind: news})
    query = {"id": "4382bfdwdsb323b2d9", "from": ann, "chat_instance": "42a"}
    pressed = {**query, "message": message(text="Flat?"), "data": "Data from button callback"}
    yield update("callback_query", {"callback_query": pressed}, said=WORDS.stale_choice)
    yield update(
        "callback_query of inline mode", {"callback_query": {**query, "inline_message_id": "1", "data": "x"}}
    )
    yield update("callback_query of a game", {"callback_query": {**query, "game_short_name": "pins"}})
    asked = {"id": "134567890097", "from": ann, "query": "inline query", "offset": ""}
    chosen = {"result_id": "12", "from": ann, "query": "inline query", "inline_message_id": "1234csdbsk4839"}
    member = {"user": ann, "status": "member"}
    joined = {"chat": private, "from": ann, "date": 1, "old_chat_member": member, "new_chat_member": member}
    reaction = {
        "chat": private,
        "message_id": 1,
        "user": ann,
        "date": 1,
        "old_reaction": [],
        "new_reaction": [],
    }
    for kind, told in (
        ("inline_query", asked),
        ("chosen_inline_result", chosen),
        ("my_chat_member", joined),
        ("chat_member", joined),
        ("chat_join_request", {"chat": group, "from": ann, "user_chat_id": 501, "date": 1}),
        ("message_reaction", reaction),
        ("message_reaction_count", {"chat": group, "message_id": 1, "date": 1, "reactions": []}),
        ("poll", poll),
        ("poll_answer", {"poll_id": "1", "user": ann, "option_ids": [0]}),
        ("shipping_query", {"id": "1", "from": ann, "invoice_payload": "x", "shipping_address": {}}),
        ("pre_checkout_query", {"id": "1", "from": ann, "currency": "GBP", "total_amount": 1}),
        ("business_message", message(text="to a business", business_connection_id="b1")),
        ("deleted_business_messages", {"business_connection_id": "b1", "chat": private, "message_ids": [1]}),
        ("chat_boost", {"chat": group, "boost": {"boost_id": "1"}}),
        ("purchased_paid_media", {"from": ann, "paid_media_payload": "x"}),
    ):
        yield update(kind if kind != "poll" else "state of a poll", {kind: told})


# -- Messenger: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events --


def of_messenger(messenger: MessengerStandIn) -> Iterator[Documented]:
    ann = "1254477777772919"
    messenger.event(ann)
    numbers = itertools.count(1)

    def deliver(name: str, entries: list[dict[str, Any]], *what: Any, **more: Any) -> Documented:
        body = messenger.notification(entries)
        headers = tuple(messenger.signed(body).items())
        return Documented(name, lambda _: Request(body, headers), *what, **more)

    def item(**content: Any) -> dict[str, Any]:
        return {"sender": {"id": ann}, "recipient": {"id": PAGE}, "timestamp": 1_458_692_752_478, **content}

    def entry(*items: Mapping[str, Any], field: str = "messaging") -> dict[str, Any]:
        return {"id": PAGE, "time": 1_458_692_752_478, field: list(items)}

    def mid() -> str:
        return f"mid.1457764197618:41d102a3e1ae206a{next(numbers):02}"

    def message(name: str, content: Mapping[str, Any], *what: Any, **more: Any) -> Documented:
        return deliver(name, [entry(item(message={"mid": mid(), **content}))], *what, **more)

    def attached(kind: str, payload: Any, **more: Any) -> dict[str, Any]:
        return {"attachments": [{"type": kind, "payload": payload, **more}]}

    url = {"url": "https://scontent.example/1"}
    place = {"coordinates": {"lat": 51.5, "long": -0.1}}
    preview = attached("fallback", None, title="A page", url="https://pins.example")
    yield message("text", {"text": "hello, world!"}, "hello, world!")
    yield message("reply", {"text": "that one", "reply_to": {"mid": "m_1"}}, "that one")
    yield message(
        "text with a link", {"text": "see https://pins.example", **preview}, "see https://pins.example"
    )
    yield message("quick_reply of the page", {"text": "Red", "quick_reply": {"payload": "RED"}}, "Red")
    yield message(
        "quick_reply of ours, gone",
        {"text": "Flat", "quick_reply": {"payload": "choice:x"}},
        None,
        WORDS.stale_choice,
    )
    yield message("image", attached("image", url), said=MEDIA.picture)
    yield message(
        "several images", {"attachments": [{"type": "image", "payload": url}] * 3}, said=MEDIA.picture
    )
    yield message("sticker", attached("image", {**url, "sticker_id": 369239263222822}), said=MEDIA.sticker)
    yield message("audio", attached("audio", url), said=MEDIA.voice)
    yield message("video", attached("video", url), said=MEDIA.video)
    yield message("file", attached("file", url), said=MEDIA.file)
    yield message("location", attached("location", place, title="Ann's Location"), said=MEDIA.location)
    yield message("fallback", preview, said=MEDIA.other)
    yield message("template", attached("template", {"product": {"elements": []}}), said=MEDIA.other)
    yield message("what Meta does not pass on", {}, said=MEDIA.other)
    yield message("is_unsupported", {"is_unsupported": True}, said=MEDIA.other)
    yield message(
        "referral in a message", {"text": "this one", "referral": {"product": {"id": "1"}}}, "this one"
    )
    yield message("echo", {"text": "hello", "is_echo": True, "app_id": 1517776481860111, "metadata": "x"})
    yield message("unsend", {"is_deleted": True})
    referral = {"ref": "REF_DATA_IF_SPECIFIED", "source": "SHORTLINK", "type": "OPEN_THREAD"}
    pressed = {"title": "About our pins", "payload": "USER_DEFINED_PAYLOAD", "referral": referral}
    begun = {"title": "Get started", "payload": "GET_STARTED"}
    yield deliver("postback", [entry(item(postback={"mid": mid(), **pressed}))], "About our pins")
    yield deliver("postback of old", [entry(item(postback={"title": "Old", "payload": "OLD"}))], "Old")
    yield deliver("get started", [entry(item(postback={"mid": mid(), **begun}))], "Hello")
    edit = {"mid": mid(), "text": "300 pins", "num_edit": 1}
    yield deliver("message_edit", [entry(item(message_edit=edit))], said=WORDS.edited)
    reaction = {"reaction": "smile", "emoji": "❤️", "action": "react", "mid": "m_1"}
    for kind, told in (
        ("delivery", {"mids": [mid()], "watermark": 1_458_668_856_253}),
        ("read", {"watermark": 1_458_668_856_253}),
        ("reaction", reaction),
        ("referral", referral),
        ("optin", {"ref": "PASS_THROUGH_PARAM", "user_ref": "REF"}),
        ("account_linking", {"status": "linked", "authorization_code": "PASS_THROUGH"}),
        ("policy_enforcement", {"action": "warning", "reason": "…"}),
        ("pass_thread_control", {"new_owner_app_id": "123456789", "metadata": "…"}),
    ):
        yield deliver(kind, [entry(item(**{kind: told}))])
    unknown = {**item(optin={"type": "one_time_notif_req"}), "sender": {"user_ref": "REF"}}
    yield deliver("known by a plugin only", [entry(unknown)])
    first, second = (entry(item(message={"mid": mid(), "text": text})) for text in ("one", "two"))
    yield deliver("an entry of nothing", [first, entry()], "one")
    yield deliver("an entry without events", [{"id": PAGE, "time": 1_458_692_752_478}, second], "two")
    yield deliver("standby", [entry(item(message={"mid": mid(), "text": "to another app"}), field="standby")])
    posts = {"field": "feed", "value": {"item": "post", "verb": "add"}}
    yield deliver("a post of the page", [entry(posts, field="changes")])


# -- Twilio: https://www.twilio.com/docs/messaging/guides/webhook-request --------------------------


def of_twilio(twilio: TwilioStandIn, signed: Callable[[Mapping[str, str]], Request]) -> Iterator[Documented]:
    def form(name: str, fields: Mapping[str, str], *what: Any, **more: Any) -> Documented:
        request = signed(fields)
        return Documented(name, lambda _: request, *what, **more)

    def sms(name: str, text: str, *what: Any, **more: Any) -> Documented:
        return form(name, twilio.message(SMS_VISITOR, Body=text), *what, **more)

    def whatsapp(name: str, fields: Mapping[str, str], *what: Any, **more: Any) -> Documented:
        return form(name, twilio.message(WHATSAPP_VISITOR, **fields), *what, **more)

    def media(kind: str, **more: str) -> dict[str, str]:
        return {"NumMedia": "1", "MediaContentType0": kind, "MediaUrl0": "https://api.twilio.com/1", **more}

    referred = {
        "ReferralSourceUrl": "https://fb.me/1",
        "ReferralSourceType": "post",
        "ReferralHeadline": "Our pins",
        "ReferralNumMedia": "1",
        "ReferralCtwaClid": "AbC",
    }
    button = {"ButtonText": "Yes", "ButtonPayload": "yes_1", "MessageType": "button"}
    listed = {"ListTitle": "Hard", "ListId": "h", "MessageType": "interactive", "InteractiveData": "{}"}
    place = {"Latitude": "51.5", "Longitude": "-0.1", "Address": "1 High St", "Label": "Shop"}
    yield sms(
        "SMS",
        "McAvoy or Stewart? These timelines can get so confusing.",
        "McAvoy or Stewart? These timelines can get so confusing.",
    )
    yield form("MMS", twilio.message(SMS_VISITOR, **media("image/jpeg")), said=MEDIA.picture)
    yield sms("STOP", "STOP")
    yield form("opted out", twilio.message(SMS_VISITOR, Body="enough", OptOutType="STOP"))
    yield sms("a reaction of an iPhone", "Liked “Hard enamel is smooth.”")
    yield whatsapp("WhatsApp", {"Body": "hello", "ProfileName": "Ann 🌷", "Forwarded": "true"}, "hello")
    replied = {"OriginalRepliedMessageSender": "whatsapp:+14155238886", "OriginalRepliedMessageSid": "SM1"}
    yield whatsapp("WhatsApp: a reply", {"Body": "that one", **replied}, "that one")
    yield whatsapp("WhatsApp: by an advertisement", {"Body": "I saw this", **referred}, "I saw this")
    yield whatsapp("WhatsApp: a button", {"Body": "Yes", **button}, "Yes")
    yield whatsapp("WhatsApp: a list", {"Body": "Hard", **listed}, "Hard")
    yield whatsapp("WhatsApp: a place", {**place, "MessageType": "location"}, said=MEDIA.location)
    named = {**place, "MessageType": "location", "Body": "Shop"}
    yield whatsapp("WhatsApp: a place with a name", named, said=MEDIA.location)
    hidden = {"From": "whatsapp:US.13491208655302741918", "Body": "no number"}
    yield whatsapp("WhatsApp: somebody without a number", hidden, "no number")
    yield whatsapp("WhatsApp: a picture", media("image/jpeg", MessageType="image"), said=MEDIA.picture)
    yield whatsapp("WhatsApp: with words", media("image/jpeg", Body="this?"), "this?", MEDIA.picture)
    yield whatsapp("WhatsApp: a file", media("application/pdf", Body="logo.pdf"), said=MEDIA.file)
    yield whatsapp("WhatsApp: a recording", media("audio/ogg", MessageType="audio"), said=MEDIA.voice)
    yield whatsapp("WhatsApp: a sticker", media("image/webp", MessageType="sticker"), said=MEDIA.sticker)
    yield whatsapp("WhatsApp: contacts", media("text/vcard", MessageType="contacts"), said=MEDIA.contact)
    yield whatsapp("WhatsApp: a reaction", {"Body": "👍", "MessageType": "reaction"})
    for state in ("queued", "sent", "delivered", "undelivered", "failed", "read"):
        report = {
            "MessageSid": f"SM{0:032}",
            "MessageStatus": state,
            "SmsStatus": state,
            "SmsSid": f"SM{0:032}",
        }
        failed = {"ErrorCode": "30003"} if state in ("undelivered", "failed") else {}
        sender = twilio.message(SMS_VISITOR)["To"]
        yield form(f"status: {state}", {**report, **failed, "From": sender, "To": SMS_VISITOR})


# -- Teams: https://learn.microsoft.com/microsoftteams/platform/bots -------------------------------


def of_teams(teams: TeamsStandIn) -> Iterator[Documented]:
    chat, group, channel = "a:megan", "19:group@thread.v2", "19:pins@thread.tacv2;messageid=1481567603816"
    megan = "29:1XJKJMvc5GBtc2JwZq0oj8tHZmzrQgFmB39ATiQWA85gQtHieVkKilBZ9XHoq9j7Zaqt7CZ-NJWi7me2kHTL3Bw"

    def activity(name: str, kind: str, content: Mapping[str, Any], *what: Any, **more: Any) -> Documented:
        where = str(content.get("where", chat))
        told = teams._activity(kind, where, megan, **{k: v for k, v in content.items() if k != "where"})
        body = json.dumps(told).encode()
        return Documented(
            name, lambda _: Request(body, (("Authorization", f"Bearer {teams.token()}"),)), *what, **more
        )

    def message(name: str, content: Mapping[str, Any], *what: Any, **more: Any) -> Documented:
        return activity(name, "message", {"textFormat": "plain", **content}, *what, **more)

    def attached(kind: str, **more: Any) -> dict[str, Any]:
        return {"text": "", "attachments": [{"contentType": kind, **more}]}

    named = {"type": "mention", "mentioned": teams.bot, "text": f"<at>{teams.bot['name']}</at>"}
    mention = {"text": f"<at>{teams.bot['name']}</at> which pin?", "entities": [named]}
    consent = {"context": {"filename": "a.txt"}, "action": "accept", "type": "fileUpload", "uploadInfo": {}}
    members = {"membersAdded": [{"id": megan}], "recipient": teams.bot}
    added = {"membersAdded": [teams.bot], "where": "a:new"}
    download = {"downloadUrl": "https://x.example", "uniqueId": "1", "fileType": "png"}
    event_type = {"channelData": {"eventType": "editMessage"}}
    yield message("message", {"text": "Hello Teams TestBot"}, "Hello Teams TestBot")
    yield message(
        "message with HTML beside it", {"text": "bold", "attachments": [html("<b>bold</b>")]}, "bold"
    )
    yield message("mention in a channel", {**mention, "where": channel}, "which pin?")
    yield message("mention in a group", {**mention, "where": group}, "which pin?")
    named_only = {**mention, "text": f"<at>{teams.bot['name']}</at>", "where": channel}
    yield message("mention of nothing but us", named_only, "Hello")
    yield message("said in a channel", {"text": "lunch?", "where": channel})
    yield message(
        "picture between words", attached("image/*", contentUrl="https://x.example"), said=MEDIA.picture
    )
    file = attached("application/vnd.microsoft.teams.file.download.info", name="a.png", content=download)
    yield message("file", file, said=MEDIA.picture)
    yield message(
        "button of ours, gone",
        {"text": "Flat", "value": {"choice": "abcdefghijklmnop"}},
        None,
        WORDS.stale_choice,
    )
    yield message("button of another card", {"value": {"key": "value"}, "replyToId": "1"}, said=MEDIA.other)
    yield activity("conversationUpdate: the bot is added", "conversationUpdate", added, "Hello")
    yield activity("conversationUpdate: somebody joins", "conversationUpdate", members)
    left = {"membersRemoved": [teams.bot]}
    yield activity("conversationUpdate: the bot is removed", "conversationUpdate", left)
    renamed = {"channelData": {"eventType": "teamRenamed", "team": {"id": "19:x"}}, "where": channel}
    yield activity("conversationUpdate: a team is renamed", "conversationUpdate", renamed)
    reacted = {"reactionsAdded": [{"type": "like"}], "replyToId": "1477983880934"}
    yield activity("messageReaction", "messageReaction", reacted)
    yield activity("typing", "typing", {})
    yield activity("installationUpdate", "installationUpdate", {"action": "add"})
    yield activity("editMessage", "messageUpdate", {"text": "300", **event_type}, said=WORDS.edited)
    undeleted = {"text": "300", "channelData": {"eventType": "undeleteMessage"}}
    yield activity("undeleteMessage", "messageUpdate", undeleted)
    deleted = {"channelData": {"eventType": "softDeleteMessage"}}
    yield activity("softDeleteMessage", "messageDelete", deleted)
    receipt = {"name": "application/vnd.microsoft.readReceipt", "value": {"lastReadMessageId": "1"}}
    yield activity("read receipt", "event", receipt)
    yield activity("handoff", "handoff", {"value": {}})
    pressed = {"name": "adaptiveCard/action", "value": {"action": {"type": "Action.Execute", "verb": "x"}}}
    told = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message"}
    kind = json.dumps({**told, "value": WORDS.stale_choice})
    yield activity("invoke: adaptiveCard/action", "invoke", pressed, answer=kind)
    for name, asked in (
        ("composeExtension/query", {"name": "composeExtension/query", "value": {"commandId": "search"}}),
        ("signin/verifyState", {"name": "signin/verifyState", "value": {"state": "1"}}),
        ("fileConsent/invoke", {"name": "fileConsent/invoke", "value": consent}),
        ("task/fetch", {"name": "task/fetch", "value": {"data": {}}}),
        ("message/submitAction", {"name": "message/submitAction", "value": {"actionName": "feedback"}}),
    ):
        yield activity(f"invoke: {name}", "invoke", asked, answer="{}")


def html(content: str) -> dict[str, Any]:
    return {"contentType": "text/html", "content": content}
