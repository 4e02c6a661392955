import type { IncidentDetails, UnavailablePart } from "@incident-teams/api/incidents/IncidentDetails"
import type { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { countedEntities, entityKindText, tacticText } from "@incident-teams/api/words/incident"
import { momentLength, momentOf } from "../../look/agoOf.ts"
import { fitted } from "../../look/cells.ts"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, line, span } from "../../look/Line.ts"
import { blocks, heading, prose } from "../../look/prose.ts"
import { severityMark } from "../severityMark.ts"
import { type SectionView, text } from "./SectionView.ts"

const entitiesOfHtml: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'"
}

/** Text of which some is written as HTML, as people read it: its tags taken out, its breaks kept. */
const visibleText = (markup: string): string =>
  markup
    .replaceAll(/<\s*(?:br|\/p|\/div|\/li|\/tr)\s*\/?>/giu, "\n")
    .replaceAll(/<a\s[^>]*href\s*=\s*"([^"]*)"[^>]*>([^<]*)<\/a>/giu, "$2 ($1)")
    .replaceAll(/<\/?[a-z][^>]*>/giu, "")
    .replaceAll(/&(amp|lt|gt|quot|nbsp|#39);/gu, (_, name: string) => entitiesOfHtml[name] ?? "")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim()

const loading = (width: number): SectionView =>
  text(prose("Loading from Microsoft Sentinel …", width, { tone: "muted" }))

const unavailable = ({ detail, remedy }: UnavailablePart, width: number): ReadonlyArray<Line> => [
  ...prose(`! ${detail}`, width, { tone: "warning" }),
  ...prose(remedy, width)
]

const at = (moment: number | undefined): string => (moment === undefined ? "" : momentOf(moment))
const authorOf = (author: { readonly name?: string; readonly email?: string } | undefined): string =>
  author?.name ?? author?.email ?? "Unknown"

const nonBlank = (text_: string | undefined): text_ is string => text_ !== undefined && text_.trim() !== ""

export const alertsSection = (details: IncidentDetails | undefined, width: number): SectionView => {
  if (details === undefined) return loading(width)
  const { alerts, bookmarks } = details
  const alertBlocks =
    alerts.status === "unavailable"
      ? [unavailable(alerts, width)]
      : alerts.items.map((alert) => [
          line(severityMark(alert.severity ?? "Severity unknown"), span(`  ${alert.name}`, { bold: true })),
          ...prose(
            [
              at(alert.started ?? alert.generated),
              alert.productName,
              alert.compromisedEntity,
              alert.tactics.map(tacticText).join(", ")
            ]
              .filter(nonBlank)
              .join(` ${glyphs.dot} `),
            width,
            { tone: "muted" }
          ),
          ...(nonBlank(alert.description) ? prose(visibleText(alert.description), width) : []),
          ...alert.remediationSteps.flatMap((one) => prose(`${glyphs.dot} ${visibleText(one)}`, width))
        ])
  const bookmarkBlocks =
    bookmarks.status === "unavailable"
      ? [[heading("Bookmarks"), ...unavailable(bookmarks, width)]]
      : bookmarks.items.map((bookmark) => [
          line(span("Bookmark", { tone: "accent" }), span(`  ${bookmark.name}`, { bold: true })),
          ...prose(
            `${at(bookmark.eventTime ?? bookmark.created)} ${glyphs.dot} ${authorOf(bookmark.createdBy)}`,
            width,
            {
              tone: "muted"
            }
          ),
          ...(nonBlank(bookmark.notes) ? prose(visibleText(bookmark.notes), width) : [])
        ])
  const all = blocks(...alertBlocks, ...bookmarkBlocks)
  return text(all.length === 0 ? prose("No alerts or bookmarks.", width) : all)
}

/** One line each, so that the cursor can take one of them; what is known of it stands behind its name. */
export const entitiesSection = (details: IncidentDetails | undefined, width: number): SectionView => {
  if (details === undefined) return loading(width)
  const { entities } = details
  if (entities.status === "unavailable") return text(unavailable(entities, width))
  if (entities.items.length === 0) return text(prose("No entities.", width))
  const names = Math.min(36, Math.max(20, Math.floor(width * 0.35)))
  return {
    head: prose(entities.counts.map(({ kind, count }) => countedEntities(kind, count)).join(", "), width, {
      tone: "muted"
    }),
    rows: entities.items.map(({ kind, name, facts }) =>
      line(
        span(fitted(entityKindText(kind, 1), 17), { tone: "accent", read: `${entityKindText(kind, 1)} ` }),
        span(` ${fitted(name, names)} `, { bold: true, read: facts.length === 0 ? name : `${name}, ` }),
        span(facts.map(({ label, value }) => `${label}: ${value}`).join(", "), { tone: "muted" })
      )
    ),
    list: true
  }
}

export const commentsSection = (details: IncidentDetails | undefined, width: number): SectionView => {
  if (details === undefined) return loading(width)
  const { comments, tasks } = details
  const taskBlock =
    tasks.status === "unavailable"
      ? unavailable(tasks, width)
      : tasks.items.flatMap(({ title, status, description }) => [
          line(
            span(status === "Completed" ? `${glyphs.done} ` : `${glyphs.toCome} `),
            span(title, { bold: true }),
            ` ${status}`
          ),
          ...(nonBlank(description) ? prose(visibleText(description), width) : [])
        ])
  const commentBlocks =
    comments.status === "unavailable"
      ? [unavailable(comments, width)]
      : comments.items
          .toReversed()
          .map(({ author, created, message }) => [
            line(span(authorOf(author), { bold: true }), span(`  ${at(created)}`, { tone: "muted" })),
            ...prose(visibleText(message), width)
          ])
  const all = blocks(taskBlock.length === 0 ? [] : [heading("Tasks"), ...taskBlock], ...commentBlocks)
  return text(all.length === 0 ? prose("No comments or tasks.", width) : all)
}

/** What happened to the team, the newest first. */
export const timelineSection = (
  hasTeam: boolean,
  entries: ReadonlyArray<TimelineEntry> | undefined,
  width: number
): SectionView => {
  if (!hasTeam) return text(prose("This incident has no team, so its timeline is empty.", width))
  if (entries === undefined) return text(prose("Loading the timeline …", width, { tone: "muted" }))
  const margin = momentLength + 2
  return text(
    entries
      .toReversed()
      .flatMap(({ at: when, text: words }) =>
        prose(words, Math.max(1, width - margin)).map((one, index): Line => [
          span(fitted(index === 0 ? momentOf(when) : "", margin), { tone: "muted" }),
          ...one
        ])
      )
  )
}
