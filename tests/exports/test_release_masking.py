"""What is personal is taken out of published texts, and nothing else is."""

from __future__ import annotations

import pytest

from mou_miner.exports.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("NIK 3273014107850002, warga", "NIK [NIK], warga"),
        ("NIK: 32.73.01.150785.0002", "NIK: [NIK]"),
        ("Hubungi 0812-3456-7890 (Rina)", "Hubungi [phone] (Rina)"),
        ("Telp. (022) 4203214 ext. 5", "Telp. [phone]"),
        ("Phone +82 31-228-2068.", "Phone [phone]."),
        ("surel rina.s@bandung.go.id, situs bandung.go.id", "surel [e-mail], situs bandung.go.id"),
        ("rina (at) contoh.id", "[e-mail]"),
        (
            "Budi, bertempat tinggal di Jalan Melati 5 Bandung; pekerjaan dosen",
            "Budi, bertempat tinggal di [address]; pekerjaan dosen",
        ),
        ("Jl. Kenanga No. 12 RT 03/RW 05 Kelurahan Cihapit", "[address] Kelurahan Cihapit"),
        ("Mr. Kim, residing at 12 Paldal-ro, Suwon.", "Mr. Kim, residing at [address]."),
    ],
)
def test_personal_data_is_masked(text: str, masked: str) -> None:
    assert mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Nomor 193/2204/OTDA tanggal 25 Agustus 1997",
        "Nomor: 022/4203214/KS-2019",
        "ditandatangani pada 1997-08-25 dan 2012-04-30",
        "berkedudukan di Jalan Wastukencana Nomor 2 Bandung",
        "anggaran Rp 1.250.000.000,00 dan USD 1,250,000",
        "penduduk 2528163 jiwa pada 2010-2020",
        "Pasal 1 ayat (2) Undang-Undang Nomor 37 Tahun 1999",
        "kemendagri:32.73--geonames:1835553",
        "Wahyu Hamijaya, Wali Kota Bandung",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert mask(text) == (text, {})


def test_what_was_masked_is_counted() -> None:
    text, found = mask("a@b.id, c@d.id, 0812 3456 7890")
    assert text == "[e-mail], [e-mail], [phone]"
    assert found == {"email": 2, "phone": 1}
