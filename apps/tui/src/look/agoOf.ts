const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago, in at most four cells: `now`, `5m`, `3h`, `12d`, `7mo`, `2y`. */
export const agoOf = (at: number, now: number): string => {
  const passed = now - at
  if (passed < minute) return "now"
  if (passed < hour) return `${Math.floor(passed / minute)}m`
  if (passed < 2 * day) return `${Math.floor(passed / hour)}h`
  if (passed < 90 * day) return `${Math.floor(passed / day)}d`
  if (passed < 730 * day) return `${Math.floor(passed / (30 * day))}mo`
  return `${Math.floor(passed / (365 * day))}y`
}

/** How long something has lasted: `4 s`, `2 min 10 s`, `3 h 5 min`. */
export const lastingOf = (millis: number): string => {
  const seconds = Math.max(0, Math.floor(millis / 1_000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`
}

const two = (value: number): string => String(value).padStart(2, "0")

/** `UTC`, or the distance from it: `+02:00`. */
const zoneOf = (date: Date): string => {
  const minutes = -date.getTimezoneOffset()
  if (minutes === 0) return "UTC"
  const distance = Math.abs(minutes)
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(distance / 60))}:${two(distance % 60)}`
}

/** How many characters a moment has at most. */
export const momentLength = 23

/** A moment in the reader's own time zone, which it names: `2026-03-31 14:05 +02:00`. */
export const momentOf = (at: number): string => {
  const date = new Date(at)
  const onDay = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${onDay} ${two(date.getHours())}:${two(date.getMinutes())} ${zoneOf(date)}`
}
