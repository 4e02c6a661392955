import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { counted } from "@incident-teams/api/words/phrase"
import { phaseSentence, phaseWord } from "@incident-teams/api/words/team"
import { teamTroubles, type Trouble } from "@incident-teams/api/words/troubles"
import type { TeamOnPage } from "@incident-teams/application/use-cases/incidentPage"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Actor } from "@incident-teams/domain/team/Person"
import type { AccessDenial } from "@incident-teams/domain/team/Team"
import type { FormUse } from "../formMark.ts"
import { factList } from "./facts.ts"
import { type Html, html } from "./Html.ts"
import { nothing, section } from "./section.ts"
import { time } from "./time.ts"

/** What the forms on the page need to be accepted. */
export interface FormTies {
  /** The path of the page, below which each form has an address of its own. */
  readonly path: string
  /** Each proves that the form is one of this page, and for this use. */
  readonly marks: Readonly<Record<FormUse, string>>
}

/** A team's state, everything that went wrong with it, and the reader's place in it. */
export const teamSection = (
  shown: TeamOnPage | undefined,
  team: TeamView | undefined,
  forms: FormTies,
  now: Timestamp
): Html => {
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
      ${ownAccess(shown, forms, now)} ${shown.access.decides ? pendingRequests(shown, forms) : ""}`
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

const hidden = (mark: string): Html => html`<input type="hidden" name="mark" value="${mark}" />`

/** The reader's place in the team, or the way into it. */
const ownAccess = ({ access, stored: { team } }: TeamOnPage, { path, marks }: FormTies, now: Timestamp): Html => {
  const { standing, asked, denial, wayIn } = access
  if (standing !== "none")
    return html`<p class="quiet">You are ${standing === "owner" ? "an owner" : "a member"} of this team.</p>`
  const waiting =
    asked === undefined
      ? ""
      : html`<div class="note" role="status">
          <p>
            <strong>You requested access</strong> at ${time(asked.askedAt)}. An owner of the team, or someone else who
            may add people, will decide.
          </p>
          <p class="prose">${asked.reason}</p>
        </div>`
  const denied = denial === undefined ? "" : denialNote(denial, now)
  if (wayIn === undefined || team.phase === "lost") {
    return asked === undefined
      ? html`${denied}
          <p class="quiet">You aren't a member of this team.</p>`
      : html`${waiting}`
  }
  if (wayIn === "join") {
    return html`${waiting}
      <form class="ask" method="post" action="${path}/join">
        ${hidden(marks.join)}
        <p>You aren't a member of this team. You may add people to it, so you can join.</p>
        <button class="button">Join the team</button>
      </form>`
  }
  if (denial !== undefined && denial.askAgainAt > now) return html`${denied}`
  return html`${denied}
    <form class="ask" method="post" action="${path}/access">
      ${hidden(marks.access)}
      <label for="reason">You aren't a member of this team. Why do you need access?</label>
      <textarea id="reason" name="reason" rows="2" maxlength="1000" required></textarea>
      <button class="button">Request access</button>
    </form>`
}

const denialNote = ({ by, reason, deniedAt, askAgainAt }: AccessDenial, now: Timestamp): Html =>
  html`<div class="note warn" role="status">
    <p><strong>Your access request was denied</strong> at ${time(deniedAt)} by ${nameOf(by)}.</p>
    ${reason === undefined ? "" : html`<p class="prose">${reason}</p>`}
    ${askAgainAt > now ? html`<p>You can request access again from ${time(askAgainAt)}.</p>` : ""}
  </div>`

const nameOf = (actor: Actor): string => (actor._tag === "System" ? "Incident Teams" : actor.name)

/** The requests that wait, for those who decide: without script, each is a form with two buttons. */
const pendingRequests = ({ stored: { team } }: TeamOnPage, { path, marks }: FormTies): Html => {
  const { accessRequests } = team.people
  if (accessRequests.length === 0) return html``
  return html`<h3>Access requests <span class="count">${accessRequests.length}</span></h3>
    ${accessRequests.map(
      ({ id, person, reason, askedAt }) =>
        html`<form class="ask" method="post" action="${path}/access/${id}">
          ${hidden(marks.decide)}
          <p><strong>${person.name}</strong> requested access at ${time(askedAt)}:</p>
          <p class="prose">${reason}</p>
          <label for="reason-${id}">Your answer, shown to ${person.name} (optional)</label>
          <textarea id="reason-${id}" name="reason" rows="2" maxlength="1000"></textarea>
          <button class="button primary" name="decision" value="approve">Approve</button>
          <button class="button" name="decision" value="deny">Deny</button>
        </form>`
    )}`
}
