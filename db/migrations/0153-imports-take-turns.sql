-- Of the imports that look for people they may know one is carried at a time.
alter table import add column has_turn boolean not null default false;
