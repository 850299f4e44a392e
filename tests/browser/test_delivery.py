"""Nothing is lost, nothing is sent twice, whatever happens to the page, the network or the server."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.chat import WISHES, Chat, Failing, token_is_worthless
from tests.website.gateway import Gateway

OFFLINE = re.compile("^You are offline")
UNREACHABLE = "The shop can't be reached at the moment."
TIGHT = "Our budget is tight"
# No choice says this, so it is shown as it was typed.
AWARDS = "The pins are awards for people who have earned them"
NEW = re.compile("Your earlier conversation has ended")


def second_tab(context: BrowserContext, gateway: Gateway) -> Chat:
    tab = Chat(context.new_page(), gateway)
    tab.visit()
    return tab


# Reload and tabs


def test_after_a_reload_the_conversation_goes_on_where_it_was(chat: Chat) -> None:
    chat.open()
    chat.choose("Help me choose a pin")
    chat.choose("Awards or recognition")
    chat.page.reload()
    expect(chat.composer).to_be_visible()
    expect(chat.choice("Flat (2D)")).to_be_enabled()
    assert chat.said() == ["Help me choose a pin", "Awards or recognition"]
    chat.choose("Flat (2D)")
    expect(chat.choice("Premium")).to_be_enabled()
    assert chat.visitor().needs()["dimensionality"] == "2d"


def test_a_panel_that_was_closed_is_closed_after_a_reload(chat: Chat) -> None:
    chat.open()
    chat.page.get_by_role("button", name="Close the chat").click()
    chat.page.reload()
    expect(chat.launcher).to_be_visible()
    expect(chat.composer).to_be_hidden()


def test_a_draft_survives_a_reload(chat: Chat) -> None:
    chat.open()
    chat.composer.fill("We need pins for")
    chat.page.reload()
    expect(chat.composer).to_have_value("We need pins for")


def test_a_message_that_is_under_way_during_a_reload_arrives_once(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    failing = Failing(chat.page, "/messages", 503)
    chat.say(TIGHT, answered=False)
    expect(chat.log.get_by_text("Waiting to be sent")).to_be_visible()
    chat.page.reload()
    expect(chat.log.get_by_text(TIGHT, exact=False).first).to_be_visible()
    failing.stop()
    chat.wait_for_answer(2)
    assert chat.visitor().said() == chat.said() == ["Hello!", TIGHT]


def test_an_answer_that_was_lost_on_the_way_is_not_given_twice(chat: Chat) -> None:
    chat.open()
    chat.page.route("**/messages", lambda route: (route.fetch(), route.abort()), times=1)
    chat.say(TIGHT)
    assert len({body["id"] for body in chat.posted()}) == 1
    assert len(chat.posted()) == 2
    assert chat.visitor().said() == chat.said() == [TIGHT]


def test_two_tabs_stay_in_step(chat: Chat, context: BrowserContext, gateway: Gateway) -> None:
    chat.open()
    chat.say("Hello!")
    other = second_tab(context, gateway)
    other.open()
    expect(other.log.get_by_text("Hello!").first).to_be_visible()
    chat.say(TIGHT)
    expect(other.log.get_by_text(TIGHT)).to_be_visible()
    expect(other.answers.get_by_role("button", name=re.compile("Budget"))).to_be_visible()
    other.say(AWARDS)
    expect(chat.log.get_by_text(AWARDS)).to_be_visible()
    chat.wait_until_delivered()
    assert chat.said() == other.said() == chat.visitor().said()


def test_two_tabs_that_send_at_once_share_one_conversation(
    chat: Chat, context: BrowserContext, gateway: Gateway
) -> None:
    other = second_tab(context, gateway)
    for tab in (chat, other):
        tab.open()
    chat.say(TIGHT, answered=False)
    other.say(AWARDS, answered=False)
    for tab in (chat, other):
        expect(tab.log.get_by_text("You:", exact=True)).to_have_count(2)
        tab.wait_until_delivered()
    sessions = [r for tab in (chat, other) for r in tab.requests if r.url.endswith("/session")]
    assert len(sessions) == 1
    assert len(chat.visitor().said()) == 2
    expect(chat.answers.get_by_role("button")).to_have_count(2)
    expect(other.answers.get_by_role("button")).to_have_count(2)


# The network


def test_what_is_written_offline_goes_out_in_order_and_being_offline_is_said_once(
    chat: Chat, context: BrowserContext
) -> None:
    chat.open()
    chat.say("Hello!")
    context.set_offline(True)
    for words in (TIGHT, AWARDS):
        chat.say(words, answered=False)
    expect(chat.notice(OFFLINE)).to_have_count(1)
    expect(chat.log.get_by_text(re.compile("^Waiting to be sent"))).to_have_count(2)
    context.set_offline(False)
    chat.wait_for_answer(2, more=2)
    expect(chat.notice(OFFLINE)).to_be_hidden()
    expected = ["Hello!", TIGHT, AWARDS]
    assert chat.visitor().said() == chat.said() == expected
    chat.page.reload()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(3)
    assert chat.said() == expected


def test_being_offline_is_no_longer_said_on_return_though_nothing_was_waiting(
    chat: Chat, context: BrowserContext
) -> None:
    chat.open()
    chat.say("Hello!")
    context.set_offline(True)
    chat.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looked at again
    expect(chat.notice(OFFLINE)).to_be_visible()
    context.set_offline(False)
    expect(chat.notice(OFFLINE)).to_be_hidden()


def test_a_shop_that_can_be_reached_again_is_noticed_though_nothing_is_said(chat: Chat) -> None:
    chat.page.clock.install()
    chat.page.reload()
    chat.open()
    chat.say("Hello!")
    chat.page.route("**/webhooks/website/**", lambda route: route.abort())
    chat.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # looked at again
    expect(chat.notice(UNREACHABLE)).to_be_visible()
    chat.page.unroute("**/webhooks/website/**")
    chat.page.clock.run_for(15_000)
    expect(chat.notice(UNREACHABLE)).to_be_hidden()


def test_unsent_messages_survive_a_reload_and_are_sent_then(chat: Chat) -> None:
    chat.open()
    failing = Failing(chat.page, "/session", 503)
    for words in (TIGHT, AWARDS):
        chat.say(words, answered=False)
    chat.page.reload()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(2)
    failing.stop()
    chat.wait_for_answer(1, more=2)
    assert chat.visitor().said() == [TIGHT, AWARDS]


# The server


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_told_and_the_message_gets_through_by_itself(chat: Chat, status: int) -> None:
    chat.open()
    failing = Failing(chat.page, "/messages", status, times=2, headers={"Retry-After": "1"})
    chat.say(TIGHT, answered=False)
    expect(chat.log.get_by_text("The workshop is on fire.")).to_be_visible()
    chat.wait_for_answer(1)
    assert failing.count == 2
    assert len(chat.posted()) == 3
    assert len({body["id"] for body in chat.posted()}) == 1
    assert chat.visitor().said() == chat.said() == [TIGHT]
    expect(chat.log.get_by_text("The workshop is on fire.")).to_have_count(0)


@pytest.mark.parametrize("status", [429, 503])
def test_no_message_is_sent_again_before_the_time_that_the_server_asks_for(chat: Chat, status: int) -> None:
    chat.page.clock.install()
    chat.page.reload()
    chat.open()
    failing = Failing(chat.page, "/messages", status, times=1, headers={"Retry-After": "60"})
    chat.say(TIGHT, answered=False)
    expect(chat.log.get_by_text("The workshop is on fire.")).to_be_visible()
    chat.page.clock.run_for(59_000)
    assert failing.count == len(chat.posted()) == 1
    chat.page.clock.run_for(30_000)
    chat.wait_for_answer(1)
    assert len(chat.posted()) == 2


def test_messages_behind_one_that_waits_do_not_overtake_it(chat: Chat) -> None:
    chat.open()
    chat.say("Hello!")
    Failing(chat.page, "/messages", 503, times=2, headers={"Retry-After": "1"})
    for words in (TIGHT, AWARDS):
        chat.say(words, answered=False)
    chat.wait_for_answer(2, more=2)
    expected = ["Hello!", TIGHT, AWARDS]
    assert chat.visitor().said() == chat.said() == expected


def test_a_message_that_is_refused_says_why_and_try_again_works(chat: Chat) -> None:
    chat.open()
    Failing(chat.page, "/messages", 400, times=1)
    chat.say(TIGHT, answered=False)
    expect(chat.log.get_by_text("Not sent: The workshop is on fire.")).to_be_visible()
    chat.log.get_by_role("button", name="Try again").click()
    chat.wait_for_answer(1)
    assert chat.visitor().said() == chat.said() == [TIGHT]


def test_when_the_server_fails_for_long_the_widget_gives_up_and_try_again_works(chat: Chat) -> None:
    chat.page.clock.install()
    chat.page.reload()
    chat.open()
    failing = Failing(chat.page, "/messages", 500)
    chat.say(TIGHT, answered=False)
    again = chat.log.get_by_role("button", name="Try again")
    not_sent = chat.log.get_by_text("Not sent: The workshop is on fire.")

    def given_up() -> bool:
        chat.page.clock.run_for(40_000)
        return not_sent.count() > 0

    chat.eventually(given_up, "giving up")
    assert failing.count < 20
    failing.stop()
    again.click()
    chat.wait_for_answer(1)
    assert len({body["id"] for body in chat.posted()}) == 1
    assert chat.visitor().said() == chat.said() == [TIGHT]


def test_a_message_that_was_refused_can_be_given_up(chat: Chat) -> None:
    chat.open()
    Failing(chat.page, "/messages", 400, times=1)
    chat.say(TIGHT, answered=False)
    chat.log.get_by_role("button", name="Remove").click()
    expect(chat.log.get_by_text(TIGHT)).to_have_count(0)
    chat.say("Hello!")
    chat.page.reload()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(1)
    assert chat.visitor().said() == chat.said() == ["Hello!"]


def test_a_page_that_a_network_puts_in_between_is_no_answer(chat: Chat) -> None:
    chat.open()
    chat.page.route(
        "**/messages",
        lambda r: r.fulfill(body="<h1>Log in to the café</h1>", content_type="text/html"),
        times=1,
    )
    chat.say(TIGHT)
    assert chat.visitor().said() == chat.said() == [TIGHT]


def test_a_message_sent_while_the_server_is_dead_arrives_once_in_order_and_is_answered(
    chat: Chat, gateway: Gateway
) -> None:
    chat.open()
    chat.choose("Help me choose a pin")
    chat.choose("Awards or recognition")
    gateway.servers.kill_bot()
    try:
        chat.say("Flat, 2D", answered=False)
        chat.say("They should last for many years", answered=False)
        expect(chat.notice(UNREACHABLE)).to_be_visible()
    finally:
        gateway.servers.start_bot()
    again = chat.log.get_by_role("button", name="Try again").first
    if again.is_visible():  # it has waited for long, and a slow machine takes longer
        again.click()
    chat.wait_for_answer(3, more=2)
    expect(chat.notice(UNREACHABLE)).to_be_hidden()
    said = ["Help me choose a pin", "They are awards for people who have earned them"]
    assert chat.visitor().said() == [*said, "Flat, 2D", "They should last for many years"]
    assert chat.visitor().needs()["dimensionality"] == "2d"
    assert chat.visitor().needs()["durability"] == "high"
    expect(chat.choice("Premium")).to_be_enabled()


# The conversation's end


def test_a_session_that_the_server_no_longer_knows_gives_way_to_a_new_one_which_is_said(
    chat: Chat,
) -> None:
    chat.open()
    chat.say(TIGHT)
    former = chat.visitor()
    assert former.erase().status == 204
    chat.say(AWARDS)
    expect(chat.log.get_by_text(NEW)).to_be_visible()
    assert chat.visitor().conversation != former.conversation
    assert chat.visitor().said() == [AWARDS]
    expect(chat.answers.get_by_role("button")).to_have_count(1)


def test_a_session_that_ended_while_the_page_was_away_is_told_at_its_return(chat: Chat) -> None:
    chat.open()
    chat.say(TIGHT)
    chat.visitor().erase()
    chat.page.reload()
    expect(chat.log.get_by_text(NEW)).to_be_visible()
    chat.say("Hello!")
    assert chat.visitor().said() == ["Hello!"]


def test_delete_my_data_empties_the_window_the_server_and_the_reloaded_page(chat: Chat) -> None:
    chat.open()
    chat.say(WISHES)
    former = chat.visitor()
    chat.composer.fill("not sent yet")
    chat.delete()
    expect(chat.log.get_by_text("You:", exact=True)).to_have_count(0)
    expect(chat.composer).to_have_value("")
    expect(chat.answers).to_be_hidden()
    assert token_is_worthless(former)
    chat.page.reload()
    expect(chat.log.get_by_text("Hello! I help you")).to_be_visible()
    assert chat.said() == []
    assert "website" not in chat.page.evaluate("JSON.stringify(localStorage)").replace("webhooks/website", "")
    chat.say("Hello!")
    assert chat.visitor().conversation != former.conversation


def test_deleting_asks_first_and_cancel_keeps_everything(chat: Chat) -> None:
    chat.open()
    chat.say(TIGHT)
    chat.menu("Delete my data")
    chat.question.get_by_role("button", name="Cancel").click()
    expect(chat.question).to_be_hidden()
    assert chat.said() == chat.visitor().said() == [TIGHT]


def test_data_that_could_not_be_deleted_is_said_to_be_still_there(chat: Chat) -> None:
    chat.open()
    chat.say(TIGHT)
    Failing(chat.page, "/history", 503, "Not now, sorry.")
    chat.menu("Delete my data")
    chat.question.get_by_role("button", name="Delete").click()
    expect(chat.question.get_by_text("Not now, sorry.")).to_be_visible()
    chat.question.get_by_role("button", name="Cancel").click()
    assert chat.said() == chat.visitor().said() == [TIGHT]


def test_deleting_in_one_tab_empties_the_other(chat: Chat, context: BrowserContext, gateway: Gateway) -> None:
    chat.open()
    chat.say(TIGHT)
    other = second_tab(context, gateway)
    other.open()
    expect(other.log.get_by_text(TIGHT)).to_be_visible()
    chat.delete()
    expect(other.log.get_by_text("You:", exact=True)).to_have_count(0)


def test_start_over_forgets_the_answers(chat: Chat) -> None:
    chat.open()
    chat.say(TIGHT)
    count = chat.answer_count()
    chat.menu("Start over")
    chat.wait_for_answer(count)
    expect(chat.answers).to_be_hidden()
    assert not any(chat.visitor().needs().values())
