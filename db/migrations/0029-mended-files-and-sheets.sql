-- A file of refused rows that comes back mended completes the import it came from; a spreadsheet is read sheet by sheet.
alter table import add column mends_id bigint references import (id);
alter table import add column rows_mended bigint not null default 0;
create index import_by_mended on import (mends_id) where mends_id is not null;
-- Which later import brought the row in after all.
alter table import_refusal add column mended_by_id bigint;
create index import_refusal_by_mending on import_refusal (mended_by_id) where mended_by_id is not null;
-- The workbook as it was sent, when file_id is what was read out of one of its sheets: {"fileId": 1, "sheets": ["People"], "sheet": "People"}
alter table import add column workbook jsonb;
