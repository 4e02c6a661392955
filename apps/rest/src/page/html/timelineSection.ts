import { counted } from "@incident-teams/api/words/phrase"
import { phaseWord } from "@incident-teams/api/words/team"
import type { IncidentPage } from "@incident-teams/application/use-cases/incidentPage"
import { type Moment, momentsOf } from "../momentsOf.ts"
import { type PhaseSpan, phasesOf } from "../phasesOf.ts"
import { type Html, html } from "./Html.ts"
import { section } from "./section.ts"
import { inUtc, span, time } from "./time.ts"
import { type TimeScale, timeScale } from "./timeScale.ts"

const rowNames: Readonly<Record<Moment["of"], string>> = {
  alerts: "Alerts",
  notes: "Notes",
  incident: "Incident",
  team: "Team"
}
const order: ReadonlyArray<Moment["of"]> = ["alerts", "notes", "incident", "team"]

/** Pixels. */
const labelHeight = 16
const laneHeight = 15
const rowGap = 10
const axisHeight = 50
/** Milliseconds. */
const minute = 60_000
/** Alerts that overlap are drawn below each other, up to so many. */
const mostLanes = 5
/** A mark this close to the one before it in its row is drawn beside it, not on top of it (shares of the width). */
const apart = 0.012

const origins: Readonly<Record<Moment["of"], string>> = {
  alerts: "Alert",
  notes: "Note",
  incident: "Incident",
  team: "Team"
}

/** The history of the incident and its team, as a picture and as a list. */
export const timelineSection = (page: IncidentPage): Html => {
  const moments = momentsOf(page)
  const phases = phasesOf(page.team?.history ?? [], moments.at(-1)?.at ?? 0)
  const scale = timeScale(endsOf(moments, phases))
  const first = moments[0]
  const last = moments.at(-1)
  return section({
    id: "timeline",
    title: "Timeline",
    count: moments.length,
    content: html`${
        first === undefined || last === undefined || scale.to === scale.from
          ? ""
          : html`<figure>
              ${picture(moments, phases, scale)}
              <figcaption class="quiet">${inWords(moments)} from ${time(first.at)} to ${time(last.at)}.</figcaption>
            </figure>`
      }
      <details id="timeline-list" ${moments.length <= 8 ? "open" : ""}>
        <summary>Show as a list</summary>
        <ol class="moments" reversed>
          ${moments.toReversed().map(
            ({ at, until, of, text }) =>
              html`<li data-of="${of}">
                ${time(at)} <span class="origin">${origins[of]}</span>
                <span>${text}${until === undefined ? "" : ` (for ${span(until - at)})`}</span>
              </li>`
          )}
        </ol>
      </details>
      ${page.team?.historyCut === true ? html`<p class="quiet">Later events of the team aren't shown: its history is too long for this page.</p>` : ""}`
  })
}

/**
 * Where everything begins and ends, and a little room after the last of it: what a team is now it has been for that long
 * at least. Not until this very moment, or the picture would change all the time.
 */
const endsOf = (moments: ReadonlyArray<Moment>, phases: ReadonlyArray<PhaseSpan>): ReadonlyArray<number> => {
  const ends = [
    ...moments.flatMap(({ at, until = at }) => [at, until]),
    ...phases.flatMap(({ from, to }) => [from, to])
  ]
  const [first, last] = [Math.min(...ends), Math.max(...ends)]
  return phases.length === 0 ? ends : [...ends, last + Math.max(minute, (last - first) * 0.03)]
}

/** `3 alerts, 4 notes and 9 events of the team`. */
const inWords = (moments: ReadonlyArray<Moment>): string => {
  const count = (of: Moment["of"]) => moments.filter((moment) => moment.of === of).length
  const counts = [
    [count("alerts"), "alert", "alerts"],
    [count("notes"), "note", "notes"],
    [count("incident"), "event of the incident", "events of the incident"],
    [count("team"), "event of the team", "events of the team"]
  ] as const
  return new Intl.ListFormat("en").format(
    counts.filter(([number]) => number > 0).map(([number, one, many]) => counted(number, one, many))
  )
}

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`

/** Something that takes up room in a lane. */
interface Placed {
  readonly moment: Moment
  readonly x: number
  readonly end: number
  readonly lane: number
}

/** Each where it belongs or just right of the one before it, and below what it would cover. */
const placed = (moments: ReadonlyArray<Moment>, scale: TimeScale, lanes: number): ReadonlyArray<Placed> => {
  // Room for half a mark at both ends.
  const inset = 0.008
  const ends: Array<number> = []
  return moments.map((moment) => {
    const at = Math.min(1 - inset, Math.max(inset, scale.x(moment.at)))
    const free = ends.findIndex((end) => end + apart <= at)
    const lane = free !== -1 ? free : ends.length < lanes ? ends.length : ends.indexOf(Math.min(...ends))
    const x = Math.min(1 - inset, Math.max(at, moment.until === undefined ? (ends[lane] ?? -1) + apart : 0))
    const end = Math.max(x, moment.until === undefined ? x : scale.x(moment.until))
    ends[lane] = end
    return { moment, x, end, lane }
  })
}

interface Row {
  readonly of: Moment["of"]
  readonly top: number
  readonly height: number
  readonly placed: ReadonlyArray<Placed>
}

const rowsOf = (moments: ReadonlyArray<Moment>, scale: TimeScale): ReadonlyArray<Row> => {
  let top = 0
  return order.flatMap((of): ReadonlyArray<Row> => {
    const some = moments.filter((moment) => moment.of === of)
    if (some.length === 0) return []
    const marks = placed(some, scale, of === "alerts" ? mostLanes : 1)
    const height = labelHeight + (Math.max(...marks.map(({ lane }) => lane)) + 1) * laneHeight
    const row = { of, top, height, placed: marks }
    top += height + rowGap
    return [row]
  })
}

const picture = (moments: ReadonlyArray<Moment>, phases: ReadonlyArray<PhaseSpan>, scale: TimeScale): Html => {
  const rows = rowsOf(moments, scale)
  const last = rows.at(-1)
  const bottom = last === undefined ? 0 : last.top + last.height
  return html`<svg
    class="picture"
    role="img"
    aria-labelledby="picture-title"
    aria-describedby="picture-text"
    width="100%"
    height="${bottom + axisHeight}"
  >
    <title id="picture-title">Timeline</title>
    <desc id="picture-text">${described(moments, phases)} The list below has the same content.</desc>
    ${scale.breaks.map(({ from, to }) => pause(from, to, scale, bottom))} ${axis(scale, bottom)}
    ${rows.map(
      (row) =>
        html`<g class="row-${row.of}">
          <text class="row-name" x="0" y="${row.top + 11}">${rowNames[row.of]}</text>
          ${row.of === "team" ? phases.map((phase, index) => phaseBar(index === phases.length - 1 ? { ...phase, to: scale.to } : phase, scale, middleOf(row, 0))) : ""}
          ${row.placed.map((one) => mark(one, middleOf(row, one.lane)))}
        </g>`
    )}
  </svg>`
}

const middleOf = ({ top }: Row, lane: number): number => top + labelHeight + lane * laneHeight + laneHeight / 2

const mark = ({ moment, x, end }: Placed, middle: number): Html => {
  const { at, until, severity = "", text } = moment
  const when = until === undefined ? `${inUtc(at)} UTC` : `${inUtc(at)} to ${inUtc(until)} UTC`
  return html`<g class="mark" data-severity="${severity}">
    <title>${when}: ${text}</title>
    ${
      until === undefined
        ? ""
        : html`<rect x="${percent(x)}" y="${middle - 3}" width="${percent(end - x)}" height="6" rx="3"></rect>`
    }
    <circle cx="${percent(x)}" cy="${middle}" r="4.5"></circle>
  </g>`
}

const phaseBar = ({ phase, from, to }: PhaseSpan, scale: TimeScale, middle: number): Html =>
  html`<rect
    class="phase-bar"
    x="${percent(scale.x(from))}"
    y="${middle - 7}"
    width="${percent(scale.x(to) - scale.x(from))}"
    height="14"
    data-phase="${phase}"
  >
    <title>${phaseWord(phase)}: ${inUtc(from)} to ${inUtc(to)} UTC</title>
  </rect>`

/** A long time in which nothing happened, drawn shorter than it was. */
const pause = (from: number, to: number, scale: TimeScale, bottom: number): Html => {
  const [start, end] = [scale.x(from), scale.x(to)]
  const middle = (start + end) / 2
  return html`<g class="pause">
    <rect x="${percent(start)}" y="0" width="${percent(end - start)}" height="${bottom}"></rect>
    <text x="${percent(middle)}" y="${bottom + 44}" text-anchor="${anchorAt(middle)}">${span(to - from)}</text>
  </g>`
}

/** Texts at the ends stay within the picture. */
const anchorAt = (x: number): string => (x < 0.06 ? "start" : x > 0.94 ? "end" : "middle")

const axis = (scale: TimeScale, bottom: number): Html => {
  let day = ""
  return html`<g class="axis">
    ${scale.ticks.map(({ at, day: wholeDay, minor }) => {
      const x = scale.x(at)
      const date = inUtc(at).replace(/ \d{4}, .*$/u, "")
      const fresh = date !== day
      day = date
      const anchor = anchorAt(x)
      return html`<line x1="${percent(x)}" x2="${percent(x)}" y1="0" y2="${bottom}"></line>
        <text
          class="${minor ? "minor" : ""}"
          x="${percent(x)}"
          y="${bottom + 14}"
          text-anchor="${anchor}"
          data-time="${wholeDay ? "day" : "clock"}"
          data-at="${at}"
          >${wholeDay ? date : inUtc(at).slice(-5)}</text
        >
        ${
          fresh && !wholeDay
            ? html`<text
                class="day"
                x="${percent(x)}"
                y="${bottom + 28}"
                text-anchor="${anchor}"
                data-time="day"
                data-at="${at}"
                >${date}</text
              >`
            : ""
        }`
    })}
  </g>`
}

/** What the picture shows at a glance, for readers who can't see it. */
const described = (moments: ReadonlyArray<Moment>, phases: ReadonlyArray<PhaseSpan>): string => {
  const states = phases.map(({ phase, from }) => `${phaseWord(phase).toLowerCase()} from ${inUtc(from)} UTC`)
  const team = states.length === 0 ? "" : ` Phases of the team: ${new Intl.ListFormat("en").format(states)}.`
  return `${inWords(moments)} on a timeline.${team}`
}
