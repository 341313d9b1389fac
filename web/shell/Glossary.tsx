import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { glossary, type Term } from '../../shared/glossary.ts'
import classes from './Glossary.module.css'

/** The product's words: what each means, what it is never, and what to do instead. */
export function Glossary({ term }: { term: string | undefined }) {
  const [words, setWords] = useState('')
  const shown = glossary.filter((one) => matches(one, words.trim().toLowerCase()))
  return (
    <>
      <TextInput
        placeholder="Find a word"
        aria-label="Find a word"
        leftSection={<IconSearch size={15} stroke={1.8} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus={term === undefined || undefined}
      />
      {shown.map((one) => (
        <Entry key={one.key} term={one} here={one.key === term} />
      ))}
      {shown.length === 0 && <p className={classes['none']}>“{words}” is not a word of this product.</p>}
    </>
  )
}

function Entry({ term, here }: { term: Term; here: boolean }) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (!here) return
    // The panel slides in first; scrolling before it has its size would miss.
    const timer = setTimeout(() => box.current?.scrollIntoView({ block: 'start' }), 150)
    return () => clearTimeout(timer)
  }, [here])
  return (
    <article ref={box} className={classes['entry']} data-here={here || undefined}>
      <h3 className={classes['word']}>
        {term.word} {term.also !== undefined && <span className={classes['also']}>also {term.also.join(', ')}</span>}
      </h3>
      <p className={classes['means']}>{term.means}</p>
      <dl className={classes['rules']}>
        <dt>Never</dt>
        <dd>{term.never}</dd>
        <dt>Instead</dt>
        <dd>{term.instead}</dd>
      </dl>
    </article>
  )
}

const matches = (term: Term, words: string): boolean =>
  words === '' || [term.word, ...(term.also ?? []), term.means].some((text) => text.toLowerCase().includes(words))
