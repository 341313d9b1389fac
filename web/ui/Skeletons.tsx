import { Skeleton } from '@mantine/core'
import classes from './Skeletons.module.css'

/** Rows as a grid will show them. */
export function GridSkeleton({ rows = 22 }: { rows?: number }) {
  return (
    <div className={classes['grid']} role="status" aria-busy aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes['row']}>
          <Skeleton height={12} width={`${16 + ((row * 7) % 9)}%`} />
          <Skeleton height={12} width={`${10 + ((row * 5) % 7)}%`} />
          <Skeleton height={12} width="9%" />
          <Skeleton height={12} width={`${8 + ((row * 3) % 6)}%`} />
          <Skeleton height={12} width="7%" />
        </div>
      ))}
    </div>
  )
}

/** A list page: chips, then rows. */
export function ListSkeleton() {
  return (
    <div>
      <div className={classes['toolbar']}>
        {[64, 88, 76, 96].map((width) => (
          <Skeleton key={width} height={24} width={width} radius={6} />
        ))}
      </div>
      <GridSkeleton />
    </div>
  )
}

/** A record page: name and fields at the left, the timeline at the right. */
export function RecordSkeleton() {
  return (
    <div className={classes['record']} role="status" aria-busy aria-label="Loading">
      <div className={classes['column']}>
        <Skeleton height={24} width="38%" />
        <Skeleton height={14} width="56%" />
        <Skeleton height={32} mt={12} />
        {Array.from({ length: 9 }, (_, line) => (
          <div key={line} className={classes['field']}>
            <Skeleton height={12} width={90 + ((line * 13) % 30)} />
            <Skeleton height={12} width={`${24 + ((line * 17) % 30)}%`} />
          </div>
        ))}
      </div>
      <div className={classes['column']}>
        <Skeleton height={14} width="30%" />
        {Array.from({ length: 6 }, (_, line) => (
          <Skeleton key={line} height={36} />
        ))}
      </div>
    </div>
  )
}
