import { formatMoney, useCurrency } from '../ui/Money.tsx'
import { originWords, type Attribution, type Origin } from './attribution.ts'
import classes from './Attribution.module.css'

const order: readonly Origin[] = ['marketing', 'sales', 'none']

/** Who brought the money, model by model: each bar is the whole amount. */
export function OriginBars({ found }: { found: Attribution }) {
  const currency = useCurrency()
  return (
    <section aria-label="Marketing and sales under each model" className={classes['origins']}>
      <div className={classes['legend']}>
        {order.map((origin) => (
          <span key={origin}>
            <i data-origin={origin} aria-hidden />
            {originWords[origin]}
          </span>
        ))}
      </div>
      <dl className={classes['bars']}>
        {found.models.map((model) => {
          const parts = order.flatMap((origin) => {
            const amount = found.origins.find((one) => one.origin === origin)?.shares[model.name] ?? 0
            const whole = found.total[found.measure]
            const share = whole === 0 ? 0 : amount / whole
            return share <= 0 ? [] : [{ origin, amount, share }]
          })
          return (
            <div key={model.name} className={classes['bar']}>
              <dt>{model.label}</dt>
              <dd>
                {parts.map(({ origin, amount, share }) => (
                  <span
                    key={origin}
                    data-origin={origin}
                    style={{ flexGrow: share }}
                    title={`${originWords[origin]}: ${formatMoney(amount, currency)}`}
                  >
                    {share >= 0.09 && `${(100 * share).toFixed(0)} %`}
                    <span className={classes['unseen']}>
                      {` ${originWords[origin]}, ${formatMoney(amount, currency)}`}
                    </span>
                  </span>
                ))}
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
