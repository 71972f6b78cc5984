import pytest
from tests.training.certification import test_certification_admin as t
@pytest.mark.django_db
def test_probe():
    boss = t.factories.UserFactory(is_superuser=True)
    for n in range(3):
        one=t.taught(f"C{n}"); t.of_courses(one); t.complete(t.factories.UserFactory(), one)
    client=t.browser(boss); client.get(t.reverse("certifications:index"))
    with t.CaptureQueriesContext(t.connection) as seen:
        client.get(t.reverse("certifications:index"))
    open("/tmp/cert-probe.txt","w").write("\n".join(q["sql"][:300] for q in seen))
