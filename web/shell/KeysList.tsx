import { type Command, useAllCommands } from './commands.ts'
import classes from './KeysList.module.css'
import { keyCaps } from './keys.ts'

const groups: readonly Command['group'][] = ['This page', 'List', 'Go to', 'Create', 'Help']

/** Every key that means something on this page. */
export function KeysList() {
  const commands = useAllCommands().filter((command) => command.keys !== undefined && !command.keys.startsWith('Arrow'))
  return groups.map((group) => {
    const ofGroup = commands.filter((command) => command.group === group)
    if (ofGroup.length === 0) return null
    return (
      <section key={group} className={classes['group']}>
        <h3 className={classes['title']}>{group}</h3>
        <dl className={classes['keys']}>
          {ofGroup.map((command) => (
            <div key={command.id} className={classes['line']}>
              <dt>{command.label}</dt>
              <dd className={classes['caps']}>
                {keyCaps(command.keys ?? '').map((cap) => (
                  <kbd key={cap}>{cap}</kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    )
  })
}
