import type { TeamView } from "@incident-teams/api/teams/TeamView"
import { whyStillOpen } from "@incident-teams/api/words/closing"
import { counted } from "@incident-teams/api/words/phrase"
import { phaseSentence, phaseWord } from "@incident-teams/api/words/team"
import { type TeamAction, teamActions, teamActionsOf } from "@incident-teams/api/words/teamActions"
import { teamTroubles, type Trouble } from "@incident-teams/api/words/troubles"
import type { IncidentPage, TeamOnPage } from "@incident-teams/application/use-cases/incidentPage"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Permission } from "@incident-teams/domain/permissions/Permissions"
import type { Actor } from "@incident-teams/domain/team/Person"
import type { AccessDenial } from "@incident-teams/domain/team/Team"
import { accessFields, decisionFields, joinFields } from "./accessFields.ts"
import { factList } from "./facts.ts"
import { formTag } from "./form.ts"
import { type Html, html } from "./Html.ts"
import { allowed, buttonForm, formLink, type PageForms } from "./pageForms.ts"
import { nothing, section } from "./section.ts"
import { servedIncidents } from "./servedIncidents.ts"
import { time } from "./time.ts"

/** A team's state, everything that went wrong with it, the reader's place in it and what they may do; or how it is created. */
export const teamSection = (
  id: IncidentId,
  { team: shown, may, asOf }: IncidentPage,
  team: TeamView | undefined,
  forms: PageForms
): Html => {
  if (shown === undefined || team === undefined) {
    return section({
      id: "team",
      title: "Team",
      content: html`${nothing("This incident has no team in Microsoft Teams.")}
      ${allowed(may.createTeam, () => html`<p>${formLink(forms, "/team/new", "Create team", "button primary")}</p>`)}`
    })
  }
  return section({
    id: "team",
    title: "Team",
    content: html`<p class="phase">
        <span class="badge" data-phase="${team.phase}">${phaseWord(team.phase)}</span> since ${time(team.since)}
      </p>
      <p>${phaseSentence(team.phase)}</p>
      ${stillOpen(team, may.editIncident, shown.stored.version, forms)} ${nextChange(team)}
      ${teamTroubles(team).map(troubleNote)}
      ${factList([
        ["Name", team.name],
        ["Created", html`${time(team.createdAt)} ${creator(team)}`],
        ["Members", team.seenAt === undefined ? undefined : String(team.counts.inTeam)]
      ])}
      ${servedIncidents(id, team, may.shareTeam, forms)}
      ${allowed(may.changeTeam, () => teamButtons(team, shown.stored.version, forms))} ${ownAccess(shown, forms, asOf)}
      ${shown.access.decides ? pendingRequests(shown, forms) : ""}`
  })
}

const uses = {
  retry: "retry",
  restore: "restore",
  recreate: "recreate",
  archiveNow: "archive-now",
  keepOpen: "keep-open"
} as const

/** A button for each of these that applies to the team. */
const buttons = (
  actions: ReadonlyArray<TeamAction>,
  team: TeamView,
  version: string,
  forms: PageForms
): ReadonlyArray<Html> =>
  teamActionsOf(team)
    .filter((action) => actions.includes(action))
    .map((action) => {
      const use = uses[action]
      return buttonForm(forms.tie(use, `/team/${use}`, version), use, teamActions[action].title)
    })

/** What may be done with a team, where it makes sense. */
const teamButtons = (team: TeamView, version: string, forms: PageForms): Html =>
  html`<div class="actions">
    ${buttons(["retry", "restore", "recreate"], team, version, forms)}
    ${team.phase === "lost" ? "" : html`${formLink(forms, "/team/people", "Add or remove people")} ${formLink(forms, "/team/name", "Rename")}`}
  </div>`

const creator = ({ createdBy }: TeamView): string => (createdBy.kind === "system" ? "" : `by ${createdBy.name}`)

/** Why a team is open although its incidents are closed, and what can be done about it. */
const stillOpen = (team: TeamView, may: Permission | undefined, version: string, forms: PageForms): Html => {
  const why = whyStillOpen(team)
  if (why === undefined) return html``
  return html`<div class="note" role="status">
    <p>${why.before}${time(why.at)}${why.after}</p>
    ${allowed(may, () => html`<div class="actions">${buttons(["archiveNow", "keepOpen"], team, version, forms)}</div>`)}
  </div>`
}

/** What will happen next, where the actual state isn't the desired one. */
const nextChange = ({ incidents, mergedInto, phase, desiredState, blocked }: TeamView): Html | string => {
  const several = incidents.length > 1
  if (incidents.every(({ gone }) => gone) || mergedInto !== undefined || blocked !== undefined || phase === "lost")
    return ""
  if (desiredState === "archived" && phase !== "archived" && phase !== "archiving") {
    return html`<p class="note">
      ${several ? "All its incidents are" : "The incident is"} closed. The team will be archived as soon as it is ready.
    </p>`
  }
  return desiredState === "open" && phase === "archived"
    ? html`<p class="note">
        ${several ? "One of its incidents" : "The incident"} is open again. The team will be reopened.
      </p>`
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

/** The reader's place in the team, or the way into it. */
const ownAccess = ({ access, stored: { team, version } }: TeamOnPage, { tie }: PageForms, now: Timestamp): Html => {
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
    return html`${waiting} ${formTag(tie("join", "/join", version), "join", joinFields)}`
  }
  if (denial !== undefined && denial.askAgainAt > now) return html`${denied}`
  return html`${denied} ${formTag(tie("access", "/access", version), "access", accessFields(""))}`
}

const denialNote = ({ by, reason, deniedAt, askAgainAt }: AccessDenial, now: Timestamp): Html =>
  html`<div class="note warn" role="status">
    <p><strong>Your access request was denied</strong> at ${time(deniedAt)} by ${nameOf(by)}.</p>
    ${reason === undefined ? "" : html`<p class="prose">${reason}</p>`}
    ${askAgainAt > now ? html`<p>You can request access again from ${time(askAgainAt)}.</p>` : ""}
  </div>`

const nameOf = (actor: Actor): string => (actor._tag === "System" ? "Incident Teams" : actor.name)

/** The requests that wait, for those who decide: without script, each is a form with two buttons. */
const pendingRequests = ({ stored: { team, version } }: TeamOnPage, { tie }: PageForms): Html => {
  const { accessRequests } = team.people
  if (accessRequests.length === 0) return html``
  return html`<h3>Access requests <span class="count">${accessRequests.length}</span></h3>
    ${accessRequests.map((request) =>
      formTag(tie("decide", `/access/${request.id}`, version), `decide-${request.id}`, decisionFields(request, ""))
    )}`
}
