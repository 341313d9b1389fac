-- Why: a lead's source is what marketing filters by most; a list of 60 by source and one more field read 3,200 leads
-- in place of 400 (1.1 ms in place of 0.3).
create index lead_by_source on lead (lead_source, created_at, id) where lead_source is not null;
