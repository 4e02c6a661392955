import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { ownerText } from "@incident-teams/api/words/incident"
import { teamWord } from "@incident-teams/api/words/team"
import { type Rank, rankOf } from "./fuzzy.ts"

/** What is typed after `/`: words to be found, and `severity:high status:new owner:ana team:open` for one column. */
export interface Filter {
  readonly words: ReadonlyArray<string>
  readonly columns: ReadonlyArray<{ readonly column: FilterColumn; readonly value: string }>
}

const columnTexts = {
  severity: ({ severity }: IncidentView) => severity,
  status: ({ status }: IncidentView) => status,
  owner: ({ owner }: IncidentView) => (owner === undefined ? "none" : ownerText(owner)),
  team: (incident: IncidentView) => teamWord(incident.team),
  label: ({ labels }: IncidentView) => labels.map(({ name }) => name).join(" "),
  tactic: ({ tactics }: IncidentView) => tactics.join(" "),
  product: ({ alertProductNames }: IncidentView) => alertProductNames.join(" ")
} as const
export type FilterColumn = keyof typeof columnTexts

const isColumn = (name: string): name is FilterColumn => Object.hasOwn(columnTexts, name)

export const filterOf = (typed: string): Filter => {
  const parts = typed
    .toLowerCase()
    .split(/\s+/u)
    .filter((part) => part !== "")
  const columns = parts.flatMap((part) => {
    const [column, value] = part.split(":", 2)
    return column !== undefined && value !== undefined && isColumn(column) ? [{ column, value }] : []
  })
  return { columns, words: parts.filter((part) => !isColumn(part.split(":", 1)[0] ?? "") || !part.includes(":")) }
}

/** Worked out once for each incident as it was read: typing must not lower 10,000 titles again with each key. */
const texts = new WeakMap<IncidentView, string>()

const textOf = (incident: IncidentView): string => {
  const before = texts.get(incident)
  if (before !== undefined) return before
  const { number, title, severity, status, owner, team } = incident
  const text = [`#${number}`, title, owner === undefined ? "" : ownerText(owner), severity, status, teamWord(team)]
    .join(" ")
    .toLowerCase()
  texts.set(incident, text)
  return text
}

export const rankIn = ({ words, columns }: Filter, incident: IncidentView): Rank =>
  columns.every(({ column, value }) => columnTexts[column](incident).toLowerCase().includes(value))
    ? rankOf(textOf(incident), words)
    : undefined
