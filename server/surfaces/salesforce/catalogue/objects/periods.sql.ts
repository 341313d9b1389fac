import { firstId } from '../../../../../shared/ids.ts'
import { sql } from '../../../../platform/sql.ts'
import { allShown, shown, sinceTheBeginning, systemObject } from './declaring.sql.ts'

/** Fiscal years, their quarters and months: by the month the org's fiscal year begins in, which bears the number of the year it ends in. */

const FIRST_YEAR = 2000
const LAST_YEAR = 2060
/** A year's own period, its four quarters and twelve months have places from 0 to 16. */
const PLACES = 20

const starts = sql`coalesce((select (value #>> '{}')::int from setting where name = 'fiscal_year_starts_in'), 1)`

/** Every fiscal year with its first day. */
const years = sql`
  select y.year, (make_date(y.year - case when s.month > 1 then 1 else 0 end, s.month, 1)) as first_day
  from generate_series(${sql.lit(FIRST_YEAR)}, ${sql.lit(LAST_YEAR)}) as y (year), (select ${starts} as month) s`

const yearFields = [
  ...allShown('string', 'Name Description YearType QuarterLabelScheme PeriodLabelScheme WeekLabelScheme'),
  ...allShown('string', 'QuarterPrefix PeriodPrefix'),
  ...allShown('date', 'StartDate EndDate'),
  shown('IsStandardYear', 'boolean'),
  shown('PeriodId', 'reference', { referenceTo: ['Period'], relationshipName: 'Period' }),
]

systemObject({
  name: 'FiscalYearSettings',
  label: 'Fiscal year',
  fields: yearFields,
  rows: () => sql`
    select ${sql.lit(firstId('FiscalYearSettings') - FIRST_YEAR)}::bigint + f.year as id, f.year::text as name, null::text as description,
      'Standard' as year_type, 'NumberByYear' as quarter_label_scheme, 'NumberByYear' as period_label_scheme,
      'NumberByYear' as week_label_scheme, 'Q' as quarter_prefix, 'P' as period_prefix, f.first_day as start_date,
      (f.first_day + interval '1 year - 1 day')::date as end_date, true as is_standard_year,
      ${sql.lit(firstId('Period'))}::bigint + (f.year - ${sql.lit(FIRST_YEAR)}) * ${sql.lit(PLACES)} as period_id, ${sinceTheBeginning}
    from (${years}) f`,
  meaning: 'A year as the company counts it.',
})

systemObject({
  name: 'Period',
  label: 'Period',
  nameField: 'FullyQualifiedLabel',
  fields: [
    ...allShown('string', 'FullyQualifiedLabel PeriodLabel QuarterLabel'),
    shown('Type', 'picklist'),
    shown('Number', 'int'),
    ...allShown('date', 'StartDate EndDate'),
    shown('IsForecastPeriod', 'boolean'),
    shown('FiscalYearSettingsId', 'reference', {
      referenceTo: ['FiscalYearSettings'],
      relationshipName: 'FiscalYearSettings',
      childRelationshipName: 'Periods',
    }),
  ],
  rows: () => sql`
    select ${sql.lit(firstId('Period'))}::bigint + (f.year - ${sql.lit(FIRST_YEAR)}) * ${sql.lit(PLACES)} + p.place as id,
      p.prefix || 'FY ' || f.year as fully_qualified_label, null::text as period_label, null::text as quarter_label,
      p.type, p.number, (f.first_day + p.months_before * interval '1 month')::date as start_date,
      (f.first_day + (p.months_before + p.months) * interval '1 month' - interval '1 day')::date as end_date,
      p.type = 'Month' as is_forecast_period,
      ${sql.lit(firstId('FiscalYearSettings') - FIRST_YEAR)}::bigint + f.year as fiscal_year_settings_id, ${sinceTheBeginning}
    from (${years}) f,
      (select 0 as place, 'Year' as type, 1 as number, 0 as months_before, 12 as months, '' as prefix
       union all
       select q, 'Quarter', q, (q - 1) * 3, 3, 'Q' || q || ' ' from generate_series(1, 4) q
       union all
       select 4 + m, 'Month', m, m - 1, 1, 'P' || m || ' ' from generate_series(1, 12) m) p`,
  meaning: 'A year, quarter or month as the company counts them.',
})
