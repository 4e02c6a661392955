import type { IncidentFilter, IncidentKey, IncidentOrder } from "@incident-teams/application/ports/IncidentSource"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"

/** A text as an OData literal: quotes are doubled, so that no text ends it (OData 4.01 URL conventions, 5.1.1.6.1). */
export const oDataText = (text: string): string => `'${text.replaceAll("'", "''")}'`

const anyOf = (path: string, values: ReadonlyArray<string>): string => {
  const alternatives = values.map((value) => `${path} eq ${oDataText(value)}`).join(" or ")
  return values.length === 1 ? alternatives : `(${alternatives})`
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()

/**
 * Azure doesn't document whether `contains` regards case, nor that there is a `tolower`; so the spellings that titles
 * usually have are all asked for. A long text is asked for as it is: it was copied, and addresses have an end.
 */
const spellings = (text: string): ReadonlyArray<string> =>
  text.length > 80
    ? [text]
    : [
        ...new Set([
          text,
          text.toLowerCase(),
          text.toUpperCase(),
          capitalized(text),
          text.replaceAll(/[\p{L}\p{N}']+/gu, capitalized)
        ])
      ]

const titled = (title: string): string => {
  const alternatives = spellings(title).map((text) => `contains(properties/title, ${oDataText(text)})`)
  return alternatives.length === 1 ? alternatives.join("") : `(${alternatives.join(" or ")})`
}

/** The `$filter` of a question; undefined when it narrows nothing. */
export const incidentsFilter = ({ status, severity, title, number }: IncidentFilter): string | undefined => {
  const conditions = [
    ...(status === undefined || status.length === 0 ? [] : [anyOf("properties/status", status)]),
    ...(severity === undefined || severity.length === 0 ? [] : [anyOf("properties/severity", severity)]),
    ...(title === undefined || title === "" ? [] : [titled(title)]),
    ...(number === undefined ? [] : [keyFilter({ number })])
  ]
  return conditions.length === 0 ? undefined : conditions.join(" and ")
}

/** The `$filter` for the incidents that may have `key`. */
export const keyFilter = (key: IncidentKey): string =>
  "number" in key
    ? `properties/incidentNumber eq ${Math.trunc(key.number)}`
    : `properties/providerIncidentId eq ${oDataText(key.defenderId)}`

export const changedSinceFilter = (since: Timestamp): string =>
  `properties/lastModifiedTimeUtc ge ${new Date(since).toISOString()}`

const orderPaths: Readonly<Record<IncidentOrder["by"], string>> = {
  lastModified: "properties/lastModifiedTimeUtc",
  created: "properties/createdTimeUtc",
  number: "properties/incidentNumber"
}

export const incidentsOrder = ({ by, descending }: IncidentOrder): string =>
  `${orderPaths[by]} ${descending ? "desc" : "asc"}`
