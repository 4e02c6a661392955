import { type Html, html } from "./Html.ts"

const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" })

/** `26 Nov 2026, 14:05`, in UTC. */
export const inUtc = (at: number): string => `${day.format(at)}, ${clock.format(at)}`

/** A moment: in UTC as it is served, in the reader's own time once the script ran. */
export const time = (at: number): Html =>
  html`<time datetime="${new Date(at).toISOString()}" data-time="full">${inUtc(at)} UTC</time>`

const units: ReadonlyArray<readonly [millis: number, name: string]> = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"]
]

/** `2 d 3 h`, `14 min`: the two largest units, the second only where it isn't zero. */
export const span = (millis: number): string => {
  const largest = units.findIndex(([unit]) => millis >= unit)
  if (largest === -1) return "0 s"
  const parts = units.slice(largest, largest + 2).map(([unit, name], index) => {
    const before = index === 0 ? millis : millis % (units[largest]?.[0] ?? 1)
    return [Math.floor(before / unit), name] as const
  })
  return parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(" ")
}
