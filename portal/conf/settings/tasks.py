"""Jobs: Celery on Redis in production, on a folder when there is no broker."""

from __future__ import annotations

from portal.conf.settings.environment import VAR_DIR, env

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost")
CELERY_TASK_ALWAYS_EAGER = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SOFT_TIME_LIMIT = 1740
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.int("CELERY_WORKER_MAX_MEMORY_PER_CHILD", default=380_000)
CELERY_TIMEZONE = "UTC"

if CELERY_BROKER_URL.startswith("filesystem"):
    _queue = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        # Between two looks at the folder; a worker that has its hands full looks again after it too.
        "polling_interval": 0.1,
    }
else:
    # A task is redelivered after this many seconds without an acknowledgement, so a killed worker's block comes back.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": env.int("CELERY_VISIBILITY_TIMEOUT", default=1900)}

OUTBOX_SWEEP_SECONDS = env.int("OUTBOX_SWEEP_SECONDS", default=15)
"""How often due or stranded work is looked for; normal delivery does not wait for it."""
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", default=345)
"""A delivery that has not ended after this long belongs to a dead worker, and is due again. Longer than the time limit
of the task."""
OUTBOX_RESEND_SECONDS = env.int("OUTBOX_RESEND_SECONDS", default=60)
"""An entry whose message was not taken up for this long is queued again: it is lost, or the queue is long."""
OUTBOX_LONGEST_WAIT_SECONDS = env.int("OUTBOX_LONGEST_WAIT_SECONDS", default=120)
"""A delivery that keeps failing is tried again after a growing pause, at most this long."""

_swept = {"schedule": OUTBOX_SWEEP_SECONDS, "options": {"expires": 10 * OUTBOX_SWEEP_SECONDS}}
# Sweeps expire, so that those that gathered while no worker ran do not all run.
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "portal.core.tasks.sweep_outbox", **_swept},
    "resume-ingest": {"task": "content.ingest.tasks.resume_stalled", **_swept},
    "resume-comparisons": {
        "task": "content.changes.tasks.resume_stalled",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "tend-exports": {"task": "content.exports.tasks.tend", "schedule": 60, "options": {"expires": 60}},
    "expire-uploads": {"task": "content.delivery.tasks.expire_uploads", "schedule": 3600},
    "sweep-question-imports": {
        "task": "training.bank.exchange.tasks.sweep",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "remind-of-certifications": {"task": "training.certification.tasks.remind", "schedule": 3 * 3600},
    "note-ended-certifications": {"task": "training.certification.tasks.note_ended", "schedule": 3 * 3600},
    "make-missing-certificates": {
        "task": "training.certification.tasks.make_missing_certificates",
        "schedule": 900,
        "options": {"expires": 900},
    },
    "end-overdue-attempts": {
        "task": "training.assessments.tasks.end_overdue_attempts",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "follow-training-sums": {
        "task": "training.dashboards.tasks.work_off_touched",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "repair-training-sums": {"task": "training.dashboards.tasks.repair_sums", "schedule": 4 * 3600},
    "enrol-by-rule": {"task": "training.enrolment.tasks.begin_daily", "schedule": 900, "options": {"expires": 900}},
    "resume-rule-runs": {"task": "training.enrolment.tasks.resume_stalled", "schedule": 60, "options": {"expires": 60}},
    "remind-of-courses": {"task": "training.enrolment.tasks.remind", "schedule": 3600, "options": {"expires": 3600}},
    "mail-digests": {"task": "portal.notices.tasks.prepare", "schedule": 300, "options": {"expires": 300}},
    "check-readings": {
        "task": "training.courses.tasks.check_readings",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "remind-of-sessions": {
        "task": "training.sessions.tasks.remind_of_sessions",
        "schedule": 1800,
        "options": {"expires": 1800},
    },
    "ask-managers": {
        "task": "training.evaluation.tasks.ask_managers",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "announce-refreshers": {
        "task": "training.refresher.tasks.announce",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "forget-course-imports": {"task": "training.courses.tasks.forget_imports", "schedule": 3600},
    "make-training-reports": {"task": "training.dashboards.tasks.make_reports", "schedule": 3600},
    "judge-dealer-standards": {"task": "training.needs.tasks.judge_all", "schedule": 4 * 3600},
    "repair-training-gaps": {"task": "training.needs.tasks.repair_gaps", "schedule": 4 * 3600},
    "announce": {"task": "content.announcing.tasks.sweep", "schedule": 60, "options": {"expires": 60}},
    "follow-reach": {"task": "content.insight.tasks.follow", "schedule": 300, "options": {"expires": 300}},
    "repair-reach": {"task": "content.insight.tasks.repair", "schedule": 24 * 3600},
    "seal-events": {"task": "portal.core.tasks.seal_events", "schedule": 24 * 3600},
    "follow-fixes": {"task": "content.feedback.tasks.follow_editions", "schedule": 60, "options": {"expires": 60}},
    "begin-due-confirmations": {
        "task": "content.acknowledgement.tasks.begin_due",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "follow-confirmations": {
        "task": "content.acknowledgement.tasks.follow_all",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "follow-confirmation-sums": {
        "task": "content.acknowledgement.tasks.follow_sums",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "repair-confirmation-sums": {"task": "content.acknowledgement.tasks.repair_sums", "schedule": 6 * 3600},
    "remind-of-confirmations": {
        "task": "content.acknowledgement.tasks.remind",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "resume-assets": {"task": "content.marketing.assets.tasks.resume_stalled", **_swept},
    "tell-of-asset-windows": {
        "task": "content.marketing.assets.tasks.tell_of_next_windows",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "evict-renditions": {"task": "content.marketing.assets.tasks.evict_renditions", "schedule": 6 * 3600},
    "deliver-webhooks": {"task": "portal.webhooks.tasks.sweep", "schedule": 60, "options": {"expires": 60}},
    "forget-webhooks": {"task": "portal.webhooks.tasks.forget", "schedule": 6 * 3600},
    "give-out-campaign-tasks": {
        "task": "content.marketing.campaigns.tasks.give_out_all",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "tell-of-campaign-tasks": {
        "task": "content.marketing.campaigns.tasks.tell_new",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "remind-of-campaign-tasks": {
        "task": "content.marketing.campaigns.tasks.remind",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "publish-scheduled": {"task": "content.library.tasks.publish_scheduled", "schedule": 60},
}

INGEST_LEASE_SECONDS = env.int("INGEST_LEASE_SECONDS", default=45)
"""A worker that has not renewed its hold on a block of pages for this long is taken for dead."""
INGEST_RESEND_SECONDS = env.int("INGEST_RESEND_SECONDS", default=60)
"""A block that nobody holds is asked for again after this long."""

ASSET_RENDITION_DAYS = env.int("ASSET_RENDITION_DAYS", default=30)
"""A file by channel that nobody took for so long is dropped; it is made again for who asks."""

TRAINING_ESCALATE_DAYS = env.int("TRAINING_ESCALATE_DAYS", default=7)
"""So many days after a course was due, its learner's managers are told; rules and courses may say otherwise."""
DUTIES_ESCALATE_DAYS = env.int("DUTIES_ESCALATE_DAYS", default=3)
"""So many days after somebody was to confirm a publication, whoever manages their dealership is told."""
NOTICES_DIGEST_HOUR = env.int("NOTICES_DIGEST_HOUR", default=7)
"""Digests of notices are mailed from this hour on, in the portal's time zone."""
NOTICES_URGENT_GAP_SECONDS = env.int("NOTICES_URGENT_GAP_SECONDS", default=600)
"""Between two mails with urgent notices to one person: what comes meanwhile goes out together."""
NOTICES_MAIL_REST_SECONDS = env.int("NOTICES_MAIL_REST_SECONDS", default=30)
"""A mail server that did not answer is not asked again for so long, by whatever mail waits."""
WEBHOOK_ALLOWED_HOSTS = env.list("WEBHOOK_ALLOWED_HOSTS", default=[])
"""Hosts ("name" or "name:port") to which webhooks may lead although they are not public, or speak plain HTTP."""
WEBHOOK_TIMEOUT_SECONDS = env.float("WEBHOOK_TIMEOUT_SECONDS", default=10)
"""For all of one request to a webhook."""
WEBHOOK_DISABLED_AFTER_DAYS = env.int("WEBHOOK_DISABLED_AFTER_DAYS", default=3)
"""A webhook that did not work once for so long is switched off."""
WEBHOOK_OVERLAP_HOURS = env.int("WEBHOOK_OVERLAP_HOURS", default=24)
"""After the secret of a webhook was renewed, the old one holds for so long."""
WEBHOOK_KEEP_DAYS = env.int("WEBHOOK_KEEP_DAYS", default=30)
"""The log of deliveries reaches back so far."""
REFRESHER_QUESTIONS = env.int("REFRESHER_QUESTIONS", default=8)
"""So many questions at most are asked in a refresher quiz: two minutes."""
REFRESHER_RETENTION = env.float("REFRESHER_RETENTION", default=0.9)
"""The share of questions that people are to know still when they are asked again, where no trainer says otherwise."""
