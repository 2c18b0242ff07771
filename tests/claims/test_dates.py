"""Dates: text in, ISO out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou_miner.claims.dates import find_dates, make_iso, number_in_words
from mou_miner.claims.dates_relative import story_date

TOLD = "2019-03-12"  # a Tuesday


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("pada tanggal 9 Februari 2011", ["2011-02-09"], id="indonesian"),
        pytest.param("on 17 June 2006", ["2006-06-17"], id="english-day-first"),
        pytest.param("June 3rd 2008", ["2008-06-03"], id="english-month-first"),
        pytest.param("on the 14th of March, 1992", ["1992-03-14"], id="ordinal"),
        pytest.param("21 Nopember 1985 dan 3 Pebruari 1990", ["1985-11-21", "1990-02-03"], id="old-spelling"),
        pytest.param("(15-08-2019)", ["2019-08-15"], id="figures"),
        pytest.param("2018.10.17", ["2018-10-17"], id="year-first-with-dots"),
        pytest.param("2018-10-17", ["2018-10-17"], id="iso"),
        pytest.param("Jumat malam (8/9/17)", ["2017-09-08"], id="short-year-in-brackets"),
        pytest.param("Tuesday (12/05/2023)", ["2023-12-05"], id="the-weekday-tells-month-first"),
        pytest.param("Selasa (07/03/2016)", ["2016-03-07"], id="a-weekday-that-fits-neither-leaves-day-first"),
        pytest.param("(05/23/2016)", ["2016-05-23"], id="a-month-over-twelve-is-a-day"),
        pytest.param("Agustus 2003", ["2003-08"], id="month"),
        pytest.param("in October of 1994", ["1994-10"], id="month-of-a-year"),
        pytest.param("since 1997 and sejak tahun 2003", ["1997", "2003"], id="years"),
        pytest.param("diteken 2011", ["2011"], id="year-behind-a-signing"),
        pytest.param("in the fall of 1999", ["1999"], id="season"),
        pytest.param("(LoI 2016)", ["2016"], id="year-behind-a-paper"),
        pytest.param("periode 2011-2014", [], id="a-range-of-years-is-no-date"),
        pytest.param("1 dan 3 Desember 2014", ["2014-12-01", "2014-12-03"], id="two-days"),
        pytest.param("7-8 November 2018", ["2018-11"], id="a-range-of-days-is-known-to-the-month"),
        pytest.param("akhir Januari dan Februari 2023", ["2023"], id="two-months-are-known-to-the-year"),
        pytest.param("31 Februari 2019", ["2019-02"], id="no-day-of-the-calendar-leaves-the-month"),
        pytest.param("pada 1887 dan 2190", [], id="years-that-cannot-be"),
        pytest.param(
            "tanggal dua puluh tujuh bulan Agustus tahun dua ribu delapan belas", ["2018-08-27"], id="in-words"
        ),
        pytest.param("duapuluh lima Juni seribu sembilanratus delapanpuluh dua", ["1982-06-25"], id="glued-words"),
        pytest.param("the third day of June in the year two thousand and five", ["2005-06-03"], id="english-words"),
        pytest.param("tanggal O7 bulan Maret tahun 2012", ["2012-03-07"], id="a-letter-for-a-figure"),
    ],
)
def test_dates(text: str, dates: list[str]) -> None:
    assert [found.iso for found in find_dates(text)] == dates


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        pytest.param("kemarin", ["2019-03-11"], id="yesterday-id"),
        pytest.param("signed yesterday", ["2019-03-11"], id="yesterday-en"),
        pytest.param("hari ini", ["2019-03-12"], id="today"),
        pytest.param("last Friday", ["2019-03-08"], id="last-weekday"),
        pytest.param("Senin malam", ["2019-03-11"], id="weekday"),
        pytest.param("last Tuesday", ["2019-03-05"], id="last-weekday-is-never-today"),
        pytest.param("Kamis pekan lalu", ["2019-03-07"], id="weekday-of-last-week"),
        pytest.param("Jumat depan", [], id="a-day-to-come"),
        pytest.param("Senin (11/3)", ["2019-03-11"], id="bracket-without-year"),
        pytest.param("on 20 December", ["2018-12-20"], id="a-day-far-ahead-was-last-year"),
        pytest.param("pada 1 dan 3 Desember lalu", ["2018-12-01", "2018-12-03"], id="two-days-without-year"),
        pytest.param("Agustus lalu", ["2018-08"], id="month-past-id"),
        pytest.param("in August last year", ["2018-08"], id="month-of-last-year"),
        pytest.param("last February", ["2019-02"], id="month-past-en"),
        pytest.param("tahun lalu", ["2018"], id="last-year-id"),
        pytest.param("last year", ["2018"], id="last-year-en"),
        pytest.param("bulan lalu", ["2019-02"], id="last-month"),
        pytest.param("pekan lalu", ["2019-03"], id="last-week-is-known-to-the-month"),
        pytest.param("tiga hari lalu", ["2019-03-09"], id="days-ago-id"),
        pytest.param("two days ago", ["2019-03-10"], id="days-ago-en"),
        pytest.param("on the 8th, the mayors signed", ["2019-03-08"], id="day-of-this-month"),
        pytest.param("on the 20th, the mayors signed", ["2019-02-20"], id="day-of-the-month-before"),
        pytest.param("tahun 2016 lalu", ["2016"], id="a-year-said-to-be-past-is-that-year"),
        pytest.param("selama 31 tahun", [], id="a-duration-gives-no-date"),
    ],
)
def test_relative_dates_count_from_the_day_of_the_story(text: str, dates: list[str]) -> None:
    assert [found.iso for found in find_dates(text, TOLD)] == dates


@pytest.mark.parametrize("text", ["kemarin", "last Friday", "Senin (11/3)", "tahun lalu", "Agustus lalu", "12 Mei"])
def test_relative_dates_without_a_day_of_the_story_stay_unknown(text: str) -> None:
    assert find_dates(text) == []


def test_a_story_known_to_the_year_only_gives_no_days() -> None:
    assert [found.iso for found in find_dates("kemarin, Agustus lalu, tahun lalu", "2019")] == ["2018"]


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        pytest.param("kata dia, Kamis (16/11/2023)", None, "2023-11-16", id="full-bracket"),
        pytest.param("on Friday morning (8/9/17)", None, "2017-09-08", id="short-year"),
        pytest.param("on Saturday night (7/10) after talks in January 2017", None, "2017-10-07", id="year-of-the-text"),
        pytest.param("on Saturday night (7/10) after talks in 2015", None, None, id="no-year-fits-the-weekday"),
        pytest.param("Kamis (16/11/2023)", "2023-11-17", "2023-11-17", id="publication-goes-first"),
        pytest.param("diteken 12 Mei 2014", None, None, id="a-date-alone-is-not-the-day-of-the-story"),
    ],
)
def test_the_day_of_a_story(text: str, published: str | None, day: str | None) -> None:
    assert story_date(text, published) == day


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("dua puluh lima", 25),
        ("duapuluhlima", 25),
        ("sebelas", 11),
        ("sembilan belas", 19),
        ("seribu sembilan ratus delapan puluh dua", 1982),
        ("dua ribu dua puluh dua", 2022),
        ("two thousand and five", 2005),
        ("twenty-third", 23),
        ("kota", None),
    ],
)
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert number_in_words(words) == number


@given(st.dates(min_value=date(1945, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_back_from_figures(day: date) -> None:
    text = f"ditandatangani pada {day.day}/{day.month}/{day.year} di sana"
    (found,) = find_dates(text)
    assert found.iso == make_iso(day.year, day.month, day.day)
    assert text[found.start : found.end] == f"{day.day}/{day.month}/{day.year}"
