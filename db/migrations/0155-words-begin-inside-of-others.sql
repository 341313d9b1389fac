-- Where a script puts no spaces between words, what begins at each letter of a word is found as a word: 東京 in 株式会社東京商事.
do $$
declare
  found record;
begin
  for found in
    select c.relname as name
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
      and a.attname = 'search' and a.atttypid = 'tsvector'::regtype and not a.attisdropped
  loop
    execute format($q$
      update %1$I t
      set search = t.search || part.words
      from (
        select r.id, array_to_tsvector((array_agg(distinct substr(word, at)))[1:64]) as words
        from %1$I r, unnest(tsvector_to_array(r.search)) word, generate_series(2, length(word)) at
        where r.search::text ~ '[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff]'
          and substr(word, at, 1) ~ '[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fb\u30fd-\u30ff\u3400-\u9fff\uf900-\ufaff]'
        group by r.id) part
      where t.id = part.id
    $q$, found.name);
  end loop;
end
$$;
