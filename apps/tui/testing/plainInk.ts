import type { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Box, render, Text, useInput } from "ink"
import { createElement, memo, useState } from "react"
import type { Size } from "../src/look/Size.ts"

interface RowProps {
  readonly incident: IncidentView
  readonly selected: boolean
  readonly width: number
}

const cell = (text: string, width: number): string => text.slice(0, width).padEnd(width)

const Row = memo(({ incident, selected, width }: RowProps) =>
  createElement(
    Text,
    { wrap: "truncate-end", inverse: selected },
    selected ? "› " : "  ",
    createElement(Text, { color: selected ? "" : "red", bold: true }, cell(`▲ ${incident.severity}`, 15)),
    ` ${cell(`#${incident.number}`, 6)} ${cell(incident.title, width - 72)} ${cell(incident.status, 7)} `,
    createElement(Text, { color: selected ? "" : "gray" }, cell("·", 18)),
    ` ${cell("12d", 4)} ${cell(String(incident.alertsCount), 3)} `,
    createElement(Text, { color: selected ? "" : "gray" }, cell("· None", 10))
  )
)
Row.displayName = "Row"

interface ListProps {
  readonly incidents: ReadonlyArray<IncidentView>
  readonly size: Size
}

/** A list of incidents with a cursor, as anyone would write it with Ink. */
const List = ({ incidents, size: { columns, rows } }: ListProps) => {
  const page = rows - 5
  const [{ at, from }, setPlace] = useState({ at: 0, from: 0 })
  useInput((input, key) => {
    const next = Math.min(incidents.length - 1, at + (key.pageDown ? page : input === "j" ? 1 : 0))
    setPlace({ at: next, from: next >= from + page ? next - page + 1 : from })
  })
  return createElement(
    Box,
    { flexDirection: "column", width: columns, height: rows, overflow: "hidden" },
    createElement(Text, { bold: true, color: "cyan" }, " Incident Teams"),
    createElement(Text, { color: "gray" }, ` ${incidents.length} incidents`),
    createElement(Text, { bold: true, color: "gray" }, "  Severity        No     Title"),
    ...incidents
      .slice(from, from + page)
      .map((incident, index) =>
        createElement(Row, { key: incident.id, incident, selected: from + index === at, width: columns })
      ),
    createElement(Text, {}, " "),
    createElement(Text, { color: "cyan" }, " Enter show  q quit  ? keys")
  )
}

/** The list on a terminal, with nothing of the console but its data. */
export const showPlainInk = (props: ListProps, stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream) =>
  render(createElement(List, props), {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 1_000,
    interactive: true,
    patchConsole: false
  })
