-- What happens with a contact or an opportunity is the last activity of its account, too.
update account a
set last_activity_date = t.day
from (
  select account_id, max(last_activity_date) as day
  from (
    select account_id, last_activity_date from contact
    union all
    select account_id, last_activity_date from opportunity
  ) r
  where account_id is not null and last_activity_date is not null
  group by account_id
) t
where t.account_id = a.id and (a.last_activity_date is null or a.last_activity_date < t.day);

-- Of leads that wait, the newest can be won yet.
update list_view set sort = '-CreatedDate'
where api_name = 'UntouchedLeads' and sort = 'CreatedDate' and owner_id is null;
