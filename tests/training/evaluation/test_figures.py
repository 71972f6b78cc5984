"""Dealer figures: read, shown, taken over; never what is broken or another department's."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from tests import factories
from tests.training import builders
from tests.training.builders import browser
from tests.training.evaluation.worlds import trainer
from training.evaluation.figures import planning, sheets, uploading
from training.evaluation.models import DealerFigure, Figure, FigureUpload

HEAD = ["dealer", "figure", "period", "value", "unit"]


def known(**more):
    return planning.Known(**{"dealers": {"D1": 1, "D2": 2}, "units": {}, "values": {}, **more})


def planned(*rows, **more):
    return planning.plan([HEAD, *rows], known(**more))


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


class TestReading:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    def test_encodings(self, encoding):
        text = "dealer;figure;period;value\nD1;一次修复率;2026-03;87,5\n"
        assert sheets.rows_of(text.encode(encoding))[1] == ["D1", "一次修复率", "2026-03", "87,5"]

    def test_xlsx(self):
        rows = sheets.rows_of(xlsx(HEAD, ["D1", "First visit", date(2026, 3, 9), 88.0, "%"], [None] * 5))
        assert rows == [HEAD, ["D1", "First visit", "2026-03-09", "88", "%"]]

    def test_what_is_no_table_is_refused(self):
        broken = xlsx(HEAD)[:-400]
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", b"0" * (61 * 2**20))
        entities = io.BytesIO()
        with zipfile.ZipFile(entities, "w") as packed:
            packed.writestr("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
        for data in (b"", b"\0\1\2", broken, bomb.getvalue(), entities.getvalue(), b'a,"b\n', b"x" * (5 * 2**20 + 1)):
            with pytest.raises(sheets.SheetRefused):
                sheets.rows_of(data)

    def test_too_many_rows(self):
        with pytest.raises(sheets.SheetRefused):
            sheets.rows_of(b"a\n" * 20_002)


class TestPlanning:
    def test_new_changed_same(self):
        kept = {("Visits", "D1", "2026-03-01"): Decimal("5.0000"), ("Visits", "D2", "2026-03-01"): Decimal(7)}
        found = planned(
            ["D1", "Visits", "2026-03", "5", ""],
            ["D2", "Visits", "2026-03", "8", ""],
            ["D1", "Visits", "2026-Q2", "1,234.5", ""],
            values=kept,
        )
        assert [(row.does, row.month, row.value, row.before) for row in found] == [
            ("same", "2026-03-01", "5", "5"),
            ("changed", "2026-03-01", "8", "7"),
            ("new", "2026-04-01", "1234.5", ""),
        ]

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            (["D9", "Visits", "2026-03", "5"], "no dealer"),
            (["D1", "", "2026-03", "5"], "missing"),
            (["D1", "Visits", "2026-13", "5"], "no month"),
            (["D1", "Visits", "March", "5"], "no month"),
            (["D1", "Visits", "2026-03", "five"], "no number"),
            (["D1", "Visits", "2026-03", "NaN"], "no number"),
            (["D1", "Visits", "2026-03", "1e400"], "no number"),
            (["D1", "Visits", "2026-03", "=1+1"], "no number"),
            (["D1", "Visits", "2026-03", "9" * 20], "no number"),
            (["D1", "Visits"], "no month"),
        ],
    )
    def test_wrong_rows_say_why(self, row, reason):
        found = planned(row)[0]
        assert (found.does, found.line) == ("wrong", 2)
        assert reason in found.reason

    def test_a_row_twice_and_another_unit(self):
        found = planned(
            ["D1", "Visits", "2026-03", "5", "n"],
            ["D1", "Visits", "2026-03", "6", "n"],
            ["D2", "Visits", "2026-03", "6", "%"],
        )
        assert [row.does for row in found] == ["new", "wrong", "wrong"]

    def test_a_missing_column(self):
        with pytest.raises(sheets.SheetRefused, match="period"):
            planning.plan([["dealer", "figure", "value"]], known())

    @pytest.mark.parametrize(
        ("text", "value"),
        [("87,5", "87.5"), ("1,234", "1234"), ("1,234.56", "1234.56"), ("-3", "-3"), ("12 %", "12"), ("1.234,5", None)],
    )
    def test_numbers(self, text, value):
        assert planning.value_of(text) == (None if value is None else Decimal(value))


@pytest.mark.django_db
class TestTakingOver:
    def url(self, name, *args):
        return reverse(f"training_evaluation:{name}", args=args)

    def upload(self, client, data, department="service"):
        file = SimpleUploadedFile("figures.csv", data)
        return client.post(
            self.url("figures"), {"department": builders.department(department).pk, "file": file}, follow=True
        )

    def test_from_a_file_to_values(self):
        dealer = factories.DealerFactory(code="D1")
        client = browser(trainer())
        page = self.upload(client, b"dealer,figure,period,value,unit\nD1,Visits,2026-03,5,n\nD9,Visits,2026-03,5,n\n")
        assert "no dealer with the code" in page.content.decode()
        assert not DealerFigure.objects.exists(), "nothing before it is taken over"
        upload = FigureUpload.objects.get()
        client.post(self.url("take_over", upload.pk))
        assert [*DealerFigure.objects.values_list("dealer", "month", "value")] == [
            (dealer.pk, date(2026, 3, 1), Decimal(5))
        ]
        again = client.post(self.url("take_over", upload.pk), follow=True).content.decode()
        assert "taken over already" in again
        assert "Visits" in client.get(self.url("figures")).content.decode()
        self.upload(client, b"dealer,figure,period,value\nD1,Visits,2026-03,6\n")
        client.post(self.url("take_over", FigureUpload.objects.first().pk))
        assert DealerFigure.objects.get().value == 6
        assert Figure.objects.get().unit == "n"

    def test_a_broken_file_is_said_and_nothing_kept(self):
        page = self.upload(browser(trainer()), b"PK\x03\x04 no zip")
        assert "broken" in page.content.decode()
        assert not FigureUpload.objects.exists()

    def test_another_departments(self):
        factories.DealerFactory(code="D1")
        owner, other = trainer(), browser(trainer("marketing"))
        data = b"dealer,figure,period,value\nD1,Secret visits,2026-03,5\n"
        upload = uploading.receive(actor=owner, department=builders.department(), file_name="a.csv", data=data)
        assert other.get(self.url("upload", upload.pk)).status_code == 404
        assert other.post(self.url("take_over", upload.pk)).status_code == 404
        self.upload(other, data)
        assert FigureUpload.objects.count() == 1, "not for a department of others"
        uploading.apply(actor=owner, upload_id=upload.pk)
        assert "Secret visits" not in other.get(self.url("figures")).content.decode()
        manager = browser(factories.MembershipFactory(is_manager=True).user)
        assert manager.get(self.url("figures")).status_code in (302, 403)

    def test_the_template_is_a_file_that_can_be_read(self):
        data = browser(trainer()).get(self.url("template")).content
        assert planning.plan(sheets.rows_of(data), known(dealers={"D0001": 1}))[0].does == "new"
