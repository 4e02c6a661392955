import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { counted } from "@incident-teams/api/words/phrase"
import { phaseSentence, phaseWord } from "@incident-teams/api/words/team"
import { teamTroubles, type Trouble } from "@incident-teams/api/words/troubles"
import type { TeamOnPage } from "@incident-teams/application/use-cases/incidentPage"
import { factList } from "./facts.ts"
import { type Html, html } from "./Html.ts"
import { nothing, section } from "./section.ts"
import { time } from "./time.ts"

/** What a form on the page needs to be accepted. */
export interface FormTies {
  /** The path that it is sent to. */
  readonly action: string
  /** Proves that the form is one of this page. */
  readonly mark: string
}

/** A team's state, everything that went wrong with it, and the reader's place in it. */
export const teamSection = (shown: TeamOnPage | undefined, team: TeamView | undefined, asking: FormTies): Html => {
  if (shown === undefined || team === undefined) {
    return section({ id: "team", title: "Team", content: nothing("This incident has no team in Microsoft Teams.") })
  }
  return section({
    id: "team",
    title: "Team",
    content: html`<p class="phase">
        <span class="badge" data-phase="${team.phase}">${phaseWord(team.phase)}</span> since ${time(team.since)}
      </p>
      <p>${phaseSentence(team.phase)}</p>
      ${nextChange(team)} ${teamTroubles(team).map(troubleNote)}
      ${factList([
        ["Name", team.name],
        ["Created", html`${time(team.createdAt)} ${creator(team)}`],
        ["Members", team.seenAt === undefined ? undefined : String(team.counts.inTeam)]
      ])}
      ${access(shown, asking)}`
  })
}

const creator = ({ createdBy }: TeamView): string => (createdBy.kind === "system" ? "" : `by ${createdBy.name}`)

/** What will happen next, where the actual state isn't the desired one. */
const nextChange = ({ incident, phase, desiredState, blocked }: TeamView): Html | string => {
  if (incident.gone || blocked !== undefined || phase === "lost") return ""
  if (desiredState === "archived" && phase !== "archived" && phase !== "archiving") {
    return html`<p class="note">The incident is closed. The team will be archived as soon as it is ready.</p>`
  }
  return desiredState === "open" && phase === "archived"
    ? html`<p class="note">The incident is open again. The team will be reopened.</p>`
    : ""
}

const troubleNote = ({ level, what, why, whatToDo, since, tries, retryAt }: Trouble): Html =>
  html`<div
    class="note ${level === "actionNeeded" ? "bad" : "warn"}"
    ${level === "actionNeeded" ? html`role="status"` : ""}
  >
    <p><strong>${what}</strong> ${why ?? ""}</p>
    <p>${whatToDo}</p>
    ${
      retryAt === undefined
        ? since === undefined
          ? ""
          : html`<p class="quiet">Since ${time(since)}</p>`
        : html`<p class="quiet">${counted(tries ?? 1, "attempt")} so far. Next attempt: ${time(retryAt)}</p>`
    }
  </div>`

/** The reader's place in the team, or the way to request access to it. */
const access = ({ standing, asked, mayAsk, stored: { team } }: TeamOnPage, { action, mark }: FormTies): Html => {
  if (standing !== "none")
    return html`<p class="quiet">You are ${standing === "owner" ? "an owner" : "a member"} of this team.</p>`
  if (asked !== undefined) {
    return html`<div class="note" role="status">
      <p><strong>You requested access</strong> at ${time(asked.askedAt)}. An owner of the team will decide.</p>
      <p class="prose">${asked.reason}</p>
    </div>`
  }
  if (!mayAsk || team.phase === "lost") return html`<p class="quiet">You aren't a member of this team.</p>`
  return html`<form class="ask" method="post" action="${action}">
    <input type="hidden" name="mark" value="${mark}" />
    <label for="reason">You aren't a member of this team. Why do you need access?</label>
    <textarea id="reason" name="reason" rows="2" maxlength="1000" required></textarea>
    <button class="button">Request access</button>
  </form>`
}
