"""Workbooks as offices send them, made by a tool that the product does not use: workbooks.py FOLDER."""
import datetime
import pathlib
import sys

from openpyxl import Workbook
from openpyxl.styles import Font

folder = pathlib.Path(sys.argv[1])

book = Workbook()
sheet = book.active
sheet.title = "预审核名单"
sheet.append(["手机号码", "姓名", "身份证号码"])
for cell in sheet[1]:
    cell.font = Font(bold=True)
sheet.append(["13800000021", "孙示范", "11010519491231002X"])  # all text, as it should be
sheet.append([13800000022, "李\n示范", None])  # the number a number, a line break in the name
sheet.append([None, None, None])  # an empty row counts, too
sheet.append([" 138 0000 0023 ", " 周示范 ", ""])  # blanks
sheet.append(["12", "吴示范", None])  # row 6: no mobile number
sheet.append([13800000024, "郑示范", 110105194912310021])  # row 7: a number of 18 digits has lost some
sheet.append([13800000025, "冯示范", None])  # row 8: the number formatted as a date
sheet["A8"].number_format = "yyyy-mm-dd"
sheet.append(["13800000026", datetime.date(2026, 5, 1), None])  # row 9: a date in place of a name
sheet.append(["13800000021", "孙示范", None])  # row 10: the number of row 2 again
sheet.append(["13800000027", "", None])  # row 11: no name
sheet.append(['=CONCATENATE("138","00000028")', "陈示范", None])  # row 12: a formula nobody has computed
book.create_sheet("说明").append(["此表不导入"])
book.save(folder / "list.xlsx")

whole = (folder / "list.xlsx").read_bytes()
(folder / "damaged.xlsx").write_bytes(whole[: len(whole) // 2])
(folder / "no-workbook.xlsx").write_text("手机号码,姓名\n", encoding="utf-8")
(folder / "nothing.xlsx").write_bytes(b"")
Workbook().save(folder / "empty.xlsx")
(folder / "old.xls").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504))

# As Excel saves CSV in China: GBK, CRLF, a long number rounded.
rows = ["手机号,姓名,证件号码", "13800000041,钱示范,11010519491231002X", "13800000042,赵喆示范,", "13800000043,何示范,1.10105E+17"]
(folder / "list-gbk.csv").write_bytes("".join(row + "\r\n" for row in rows).encode("gbk"))
