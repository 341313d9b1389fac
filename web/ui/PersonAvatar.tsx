import { IconUsersGroup } from '@tabler/icons-react'
import classes from './PersonAvatar.module.css'

/** A person as initials, always the same colour for the same name; the name is read out and shown on hover. */
export function PersonAvatar({ name, size = 22 }: { name: string; size?: number }) {
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      className={classes['avatar']}
      style={{ '--size': `${size}px`, '--hue': hueOf(name) }}
    >
      {initialsOf(name)}
    </span>
  )
}

/** Avatar and name in a line. */
export function Person({ name }: { name: string }) {
  return (
    <span className={classes['person']}>
      <span aria-hidden className={classes['avatar']} style={{ '--size': '20px', '--hue': hueOf(name) }}>
        {initialsOf(name)}
      </span>
      <span className={classes['name']}>{name}</span>
    </span>
  )
}

/** A queue and its name in a line: nobody's initials stand for it. */
export function Queue({ name }: { name: string }) {
  return (
    <span className={classes['person']}>
      <span aria-hidden className={classes['queue']}>
        <IconUsersGroup size={13} stroke={1.8} />
      </span>
      <span className={classes['name']}>{name}</span>
    </span>
  )
}

const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word))
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase()
}

// Hues from 180 to 340: white on them holds 4.5:1, and none reads as gold.
const hueOf = (name: string): number => {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 160
  return 180 + sum
}
