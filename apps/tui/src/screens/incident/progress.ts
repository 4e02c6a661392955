import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, line, span, type Tone } from "../../look/Line.ts"

type Mark = "done" | "underWay" | "toCome" | "failed" | "left out"

interface Stage {
  readonly name: string
  readonly mark: Mark
}

const marked =
  (mark: Mark) =>
  (name: string): Stage => ({ name, mark })
const [done, underWay, toCome] = [marked("done"), marked("underWay"), marked("toCome")]

const signs: Record<Exclude<Mark, "left out">, readonly [sign: string, tone: Tone, words: string]> = {
  done: [glyphs.done, "good", "done"],
  underWay: [glyphs.underWay, "warning", "in progress"],
  toCome: [glyphs.toCome, "muted", "pending"],
  failed: [glyphs.failed, "danger", "failed"]
}

const taskMark = (task: TeamView["page"], begun: boolean): Mark => {
  switch (task.status) {
    case "done":
      return "done"
    case "refused":
      return "failed"
    case "notAsked":
      return "left out"
    case "pending":
      return begun ? "underWay" : "toCome"
  }
}

const people = (team: TeamView): Stage => {
  const { asked, added, refused } = team.counts
  const waiting = asked + team.groups.filter(({ status }) => status === "pending").length
  const of = added + refused + asked
  return {
    name: of === 0 ? "people" : `people ${added + refused}/${of}`,
    mark: waiting > 0 ? (team.link === undefined ? "toCome" : "underWay") : team.link === undefined ? "toCome" : "done"
  }
}

const provisioning = (team: TeamView): ReadonlyArray<Stage> => {
  const hasGroup = team.platformTeamId !== undefined
  const hasTeam = team.link !== undefined
  return [
    done("requested"),
    { name: "group", mark: hasGroup ? "done" : "underWay" },
    { name: "team", mark: hasTeam ? "done" : hasGroup ? "underWay" : "toCome" },
    people(team),
    { name: "page", mark: taskMark(team.page, hasTeam) },
    { name: "link posted", mark: taskMark(team.announcement, hasTeam) }
  ]
}

/** What there is to be gone through while something is being done about the team; nothing where nothing is. */
const stagesOf = (team: TeamView): ReadonlyArray<Stage> => {
  switch (team.phase) {
    case "requested":
    case "provisioning":
      return provisioning(team)
    case "archiving":
      return [done("incident closed"), underWay("archiving"), toCome("archived")]
    case "reopening":
      return [done("incident reopened"), underWay("reopening"), toCome("open")]
    case "open":
      return team.desiredState === "open" ? [] : [done("incident closed"), toCome("archived")]
    case "archived":
      return team.desiredState === "archived" ? [] : [done("incident reopened"), toCome("open")]
    case "lost":
      return []
  }
}

const blockedAt = (stages: ReadonlyArray<Stage>): ReadonlyArray<Stage> => {
  const at = stages.findIndex(({ mark }) => mark !== "done")
  return stages.map((stage, index) => (index === at ? { ...stage, mark: "failed" } : stage))
}

/** How far it is, from left to right: `✓ requested ─ ✓ group ─ ◐ team ─ ○ people 0/3`. Undefined when all is done. */
export const progressLine = (team: TeamView): Line | undefined => {
  const stages = team.blocked === undefined ? stagesOf(team) : blockedAt(stagesOf(team))
  const shown = stages.flatMap(({ name, mark }) => (mark === "left out" ? [] : [{ name, sign: signs[mark] }]))
  return shown.length === 0
    ? undefined
    : shown.flatMap(({ name, sign: [sign, tone, words] }, at) =>
        line(
          ...(at === 0 ? [] : [span(` ${glyphs.horizontal} `, { tone: "muted", read: ", " })]),
          span(`${sign} ${name}`, { tone, read: `${name} ${words}` })
        )
      )
}
