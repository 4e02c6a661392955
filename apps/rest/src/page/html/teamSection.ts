import type { TeamOnPage } from "@incident-teams/application/use-cases/incidentPage"
import type { Team } from "@incident-teams/domain/team/Team"
import { html } from "hono/html"
import { factList } from "./facts.ts"
import type { Html } from "./Html.ts"
import { nothing, section } from "./section.ts"
import { time } from "./time.ts"
import { phaseWords, stepWords } from "./words.ts"

/** What a form on the page needs to be taken. */
export interface FormTies {
  /** Where it goes. */
  readonly action: string
  /** Proves that this page made it. */
  readonly mark: string
}

/** The sentence of a reason, which may come without an end. */
const ended = (text: string): string => (/[.!?]$/u.test(text) ? text : `${text}.`)

export const teamSection = (shown: TeamOnPage | undefined, asking: FormTies): Html => {
  if (shown === undefined) {
    return section({ id: "team", title: "Team", content: nothing("This incident has no team in Microsoft Teams.") })
  }
  const { team } = shown.stored
  const { word, sentence } = phaseWords[team.phase]
  return section({
    id: "team",
    title: "Team",
    content: html`<p class="phase">
        <span class="badge" data-phase="${team.phase}">${word}</span> since ${time(team.phaseSince)}
      </p>
      <p>${sentence}</p>
      ${onItsWay(team)} ${blocked(team)} ${waiting(team)} ${refusedTasks(team)}
      ${factList([
        ["Called", team.name],
        ["Created", html`${time(team.createdAt)} ${creator(team)}`],
        ["Members", team.verifiedAt === undefined ? undefined : String(team.membersSeen)]
      ])}
      ${access(shown, asking)}`
  })
}

const creator = ({ createdBy }: Team): string => (createdBy._tag === "System" ? "" : `by ${createdBy.name}`)

/** Where the incident asks for something else than what is so. */
const onItsWay = ({ incident, phase, desiredState, blocked: stuck }: Team): Html | string => {
  if (incident.gone) return html`<p class="note">The incident was deleted in Sentinel, so its team stays archived.</p>`
  if (stuck !== undefined || phase === "lost") return ""
  if (desiredState === "archived" && phase !== "archived" && phase !== "archiving") {
    return html`<p class="note">The incident is closed: the team is archived as soon as it is ready.</p>`
  }
  return desiredState === "open" && phase === "archived"
    ? html`<p class="note">The incident is open again: the team is brought back.</p>`
    : ""
}

const blocked = ({ blocked: stuck }: Team): Html | string =>
  stuck === undefined
    ? ""
    : html`<div class="note bad" role="status">
        <p><strong>It takes a person: we can't ${stepWords[stuck.step]}.</strong> ${ended(stuck.reason)}</p>
        <p>${stuck.remedy}</p>
        <p class="quiet">Since ${time(stuck.since)}</p>
      </div>`

const waiting = ({ waits }: Team): ReadonlyArray<Html> =>
  waits.map(
    ({ step, reason, tries, until }) =>
      html`<div class="note warn">
        <p><strong>Waiting to ${stepWords[step]}.</strong> ${ended(reason)}</p>
        <p class="quiet">
          Tried ${tries === 1 ? "once" : `${tries} times`}; again at ${time(until)}. Nothing needs to be done.
        </p>
      </div>`
  )

const refusedTasks = (team: Team): ReadonlyArray<Html> =>
  (
    [
      ["The app couldn't be installed in the team.", team.app],
      ["This page couldn't be pinned in the team.", team.page],
      ["The team's link couldn't be put on the incident.", team.announcement],
      ["The team couldn't be renamed.", team.rename],
      ["The team couldn't be restored.", team.restore]
    ] as const
  ).flatMap(([what, task]) =>
    task._tag === "Refused"
      ? [
          html`<div class="note warn">
            <p><strong>${what}</strong> ${ended(task.reason)} An owner can retry it.</p>
          </div>`
        ]
      : []
  )

/** What the reader is in the team, and how they get in. */
const access = ({ standing, asked, mayAsk, stored: { team } }: TeamOnPage, { action, mark }: FormTies): Html => {
  if (standing !== "none")
    return html`<p class="quiet">You are ${standing === "owner" ? "an owner" : "a member"} of it.</p>`
  if (asked !== undefined) {
    return html`<div class="note" role="status">
      <p><strong>You asked to be let in.</strong> An owner of the team decides; you asked at ${time(asked.askedAt)}.</p>
      <p class="prose">${asked.reason}</p>
    </div>`
  }
  if (!mayAsk || team.phase === "lost") return html`<p class="quiet">You aren't in it.</p>`
  return html`<form class="ask" method="post" action="${action}">
    <input type="hidden" name="mark" value="${mark}" />
    <label for="reason">You aren't in this team. Why do you want to be let in?</label>
    <textarea id="reason" name="reason" rows="2" maxlength="1000" required></textarea>
    <button class="button">Ask to be let in</button>
  </form>`
}
