import { glyphs } from "../look/glyphs.ts"
import { type Span, span } from "../look/Line.ts"

/** A severity as sign and word; a word in at most six letters where it has to be short. */
export const severityMark = (severity: string, short = false): Span => {
  switch (severity) {
    case "High":
      return span(`${glyphs.high} High`, { tone: "danger", bold: true })
    case "Medium":
      return span(`${glyphs.medium} ${short ? "Med" : "Medium"}`, { tone: "warning" })
    case "Low":
      return span(`${glyphs.low} Low`, { tone: "accent" })
    case "Informational":
      return span(`${glyphs.informational} ${short ? "Info" : "Informational"}`, { tone: "muted" })
    default:
      return span(severity)
  }
}
