import { Avatar, Group, Text } from '@mantine/core'

/** A person as initials, always the same colour for the same name; the name is read out and shown on hover. */
export function PersonAvatar({ name, size = 22 }: { name: string; size?: number }) {
  const hue = hueOf(name)
  return (
    <Avatar
      size={size}
      radius="xl"
      role="img"
      aria-label={name}
      title={name}
      styles={{ placeholder: { background: `hsl(${hue} 45% 38%)`, color: '#fff', fontSize: size * 0.42, fontWeight: 600 } }}
    >
      {initialsOf(name)}
    </Avatar>
  )
}

/** Avatar and name in a line. */
export function Person({ name }: { name: string }) {
  return (
    <Group gap={6} wrap="nowrap" miw={0}>
      <PersonAvatar name={name} size={20} />
      <Text span inherit truncate>
        {name}
      </Text>
    </Group>
  )
}

const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word))
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => Array.from(word ?? '')[0] ?? '').join('').toUpperCase()
}

// Hues between 45 and 75 are left out: white on them cannot hold 4.5:1, and they would read as gold.
const hueOf = (name: string): number => {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 200
  return 200 + sum - (sum > 145 ? 20 : 0)
}
