-- A worker carries an import out after the request that started it: it may no more than the token that started it.
alter table import add column scopes text[];
