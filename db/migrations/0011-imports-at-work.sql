-- When somebody last worked on an import, so that one whose worker died is taken up by another.
alter table import add column worked_at timestamptz;
