-- Which change of its transaction one is, told to who listens: written down once, instead of counted anew for each reader.
alter table stream_event add column sequence integer;

update stream_event s
set sequence = r.place
from (
  select id, row_number() over (partition by channel, happened_at, actor_id order by id) as place
  from stream_event) r
where r.id = s.id;

alter table stream_event alter column sequence set not null;
