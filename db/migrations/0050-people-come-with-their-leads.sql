-- Why: a lead or contact is stored by the statement, or right behind the rows, that store its person, and nobody ever
-- removes a person. To look each of them up and lock it was a twelfth of what PostgreSQL does for an imported lead.
alter table lead drop constraint lead_person_id_fkey;
alter table contact drop constraint contact_person_id_fkey;
