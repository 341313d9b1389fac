-- Journals of merges name the rows they moved as one list an old place: a merge of a long history writes a fifth.
update merge
set moved = (
  select coalesce(jsonb_agg(
    (entry - 'rows') || jsonb_build_object(
      'old', entry -> 'rows' -> 0 -> 'old',
      'ids', jsonb_path_query_array(entry, '$.rows[*].id'))
    order by place), '[]')
  from jsonb_array_elements(moved) with ordinality as entries (entry, place)
  where entry -> 'rows' <> '[]')
where moved @? '$[*].rows';
