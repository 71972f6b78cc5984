"""Who gets what of training, in a row for each address of the portal and by one rule for the CMS.

A letter for each viewer, in the order of `training_world.viewers`: nobody signed in, a technician and a manager of
another dealer, the manager of the person's dealer, an author of another department, the person, an author of the
department that owns it all. What the letters mean is said in `test_training_leaks.outcome`.
"""

from __future__ import annotations

ROWS = """
attempts:answer                 l444434
attempts:attempt                l4444g4
attempts:file                   l4444u4
attempts:hand_in                l4444g4
attempts:handed_in              l4444S4
attempts:hint                   l444434
attempts:picture                l4444e4
attempts:result                 l4444S4
certificate_check               SSSSSSS
certification:certificate       l44SSSS
certification:curriculum        l444SSS
certification:evidence          l4444SS
certification:mine              leeeSSS
certification:pdf               l44eeee
certification:prior             leeSSSS
certification:renew             l4444g4
certification:show_name         l4444g4
certification:team              l4eSS4S
certification:team_csv          l4eSS4S
certification:withdraw_prior    l4444g4
courses:add_photos              l4444g4
courses:ask_sign_off            l4444g4
courses:assign                  l44g444
courses:begin                   l4444g4
courses:bundle                  l4444S4
courses:course                  l44SSSS
courses:decide                  l44gg4g
courses:done                    l4444g4
courses:enrol                   lgggggg
courses:file                    l4444S4
courses:kept_done               l4444e4
courses:kept_file               l4444S4
courses:kept_lesson             l4444S4
courses:lesson                  l4444S4
courses:list                    leeSSSS
courses:mine                    leeeeSe
courses:person                  l44S444
courses:photo                   l4444e4
courses:preview                 l44444S
courses:preview_file            l44444S
courses:preview_start           l44444g
courses:remove_photo            l4444g4
courses:resume                  l4444g4
courses:shelf                   eeeeeee
courses:sign_off                l44S44S
courses:sign_off_photo          l44e44e
courses:sign_offs               l4eSe4S
courses:team                    l4eS444
courses:watched                 l4444e4
courses:withdraw                l44gggg
courses:worker                  eeeeeee
dashboards:courses              l444e4e
dashboards:dealer               l44SS4S
dashboards:end                  l44g444
dashboards:index                lgggggg
dashboards:mine                 leeeeSe
dashboards:network              l444e4e
dashboards:order                l444444
dashboards:people               l44SS4S
dashboards:person               l44SS4S
dashboards:region               l444S4S
dashboards:reports              l4eee4e
dashboards:table                l4eSS4S
dashboards:team                 l4eSg4g
dashboards:trainer              l444e4D
enrolment:assign                l4eS444
enrolment:file                  l44S444
enrolment:files                 l4eSe4e
enrolment:open                  l4eS444
enrolment:requests              l4ee444
enrolment:template              l4eee4e
evaluation:check                l44S444
evaluation:checks               l4eS444
evaluation:survey               l4444g4
needs:assign                    l44gg4g
needs:forecast                  l4eee4e
needs:matrix                    l4eSg4g
needs:mine                      leeeeSe
needs:network                   l444e4e
needs:person                    l44SS4S
needs:rate                      l44SS4S
needs:standards                 l4eSS4S
notices:follow                  l4444g4
notices:list                    leeSeSS
notices:preferences             leeeeee
notices:read                    lgggggg
notices:unsubscribe             eeeeeee
refresher:answer                l4444u4
refresher:day                   lgggggg
refresher:hint                  l4444u4
refresher:item                  l4444S4
refresher:picture               l4444e4
refresher:quiz                  leeeeee
refresher:rating                l444444
refresher:result                l4444e4
refresher:start                 lgggggg
refresher:team                  l4ee444
sessions:book                   l44gggg
sessions:cancel                 l44g4gg
sessions:confirm                l333333
sessions:decide                 l44g44g
sessions:feed                   SSSSSSS
sessions:file                   l4444S4
sessions:here                   l333333
sessions:list                   leeSSSS
sessions:material               l444SSS
sessions:mine                   leeeeSe
sessions:renew                  lgggggg
sessions:session                l44SSSS
sessions:team                   l4eS444
"""
TABLE = dict(row.split() for row in ROWS.split("\n") if row)

PROVED_ELSEWHERE = {
    "refresher:rating": "tests/training/refresher: nothing is answered yet",
    "sessions:here": "tests/training/sessions/test_attendance.py: a code is good for half a minute",
}
"""Addresses that nobody opens in this world."""
OPEN = {
    "certificate_check": "the public check page: the facts of one certificate, for who has its number",
    "notices:unsubscribe": "a signed link of a mail, which ends mails and shows nothing",
    "sessions:feed": "a person's secret calendar address",
    "courses:enrol": "everybody is sent back to a page that says what they may",
}
"""Addresses that answer everybody alike."""

# The CMS. To nobody and to people of dealers it is closed. To an author of another department a list is empty, and what
# is another department's is not there. Else:
ELSEWHERE_SEES = {
    "enrolment_rules:add": "a rule may be for any dealer, and dealers are known to all staff",
    "role_profiles:add": "what a role asks for is chosen among the competencies of all departments",
    "training_sessions:add": "a session may be held at any venue",
    "training_sessions:index": "the filter names every venue",
    "wagtailsnippets_training_certification_certificationscheme:add": "a path leads through any published curriculum",
    **{
        f"wagtailsnippetchoosers_training_certification_{model}:{view}": "a path may ask for what others certify"
        for model in ("curriculum", "certificationscheme")
        for view in ("choose", "choose_results", "chosen")
    },
}
"""What is shown to them all the same, and why that is right. No draft (D) is among it."""
ELSEWHERE_GETS = {
    "question_bank:save/0": "u",
    "question_bank:upload_picture": "u",
    "training_desk:check_question": "u",
    "training_desk:question": "u",
    "training_desk:let_in": "g",
    "question_files:template": "e",
    **dict.fromkeys(ELSEWHERE_SEES, "S"),
}
ADMINISTRATORS = "technician_numbers:"
"""Only they come here: others are sent back."""
SHOWS_KEYS = {"question_bank:edit", "question_bank:versions", "training_desk:check_assessment", "question_files:export"}
"""Where an author of the department may see what is right."""
NOT_OPENED = {
    "question_bank:picture": "an address is signed for its author",
    "training_evaluation:export": "nothing is analysed yet",
    "training_evaluation:question": "nothing is analysed yet",
    "training_evaluation:survey": "nothing is answered yet",
}
"""What not even an author of the department opens in this world."""


OPENED = "SDegubc"


def of_the_cms(name: str, takes: frozenset[str], who: str) -> str:
    """What a viewer may get there: letters, any of which is right."""
    if who == "author elsewhere":
        if name.startswith(ADMINISTRATORS):
            return "g"
        return ELSEWHERE_GETS.get(name, "4" if takes else "e")
    if who == "own author":
        if name.startswith(ADMINISTRATORS) or name in NOT_OPENED:
            return "g4"
        return "K" + OPENED if name in SHOWS_KEYS else OPENED
    return "l"
