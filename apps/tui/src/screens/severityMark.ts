import { glyphs } from "../look/glyphs.ts"
import { type Line, line, span } from "../look/Line.ts"

/** A severity as sign and word; a word in at most six letters where it has to be short. */
export const severityMark = (severity: string, short = false): Line => {
  switch (severity) {
    case "High":
      return line(span(`${glyphs.high} High`, { tone: "danger", bold: true }))
    case "Medium":
      return line(span(`${glyphs.medium} ${short ? "Med" : "Medium"}`, { tone: "warning" }))
    case "Low":
      return line(span(`${glyphs.low} Low`, { tone: "accent" }))
    case "Informational":
      return line(span(`${glyphs.informational} ${short ? "Info" : "Informational"}`, { tone: "muted" }))
    default:
      return line(span(severity))
  }
}
