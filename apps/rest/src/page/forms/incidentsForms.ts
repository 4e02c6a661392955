import { comersText, incidentName, servedText } from "@incident-teams/api/words/served"
import { loadTeam } from "@incident-teams/application/changes/decideAndCommit"
import { servingTeamId } from "@incident-teams/application/links/servingTeam"
import { listIncidents } from "@incident-teams/application/use-cases/listIncidents"
import {
  decideMerge,
  findLinkable,
  linkIncident,
  type Linkable,
  requireSharing,
  unlinkIncident
} from "@incident-teams/application/use-cases/teamIncidents"
import { IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect, Option, Schema } from "effect"
import type { VerifiedSession } from "../../authentication/TokenVerifier.ts"
import { servedView } from "../../views/teamView.ts"
import { choiceField, searchField, textField } from "../html/form.ts"
import { type Html, html } from "../html/Html.ts"
import { filterOf, listQueryOf } from "../list/listQuery.ts"
import { done, type PersonForm, type Refusal, type Sent } from "./PageForm.ts"
import { unreadable } from "./unreadable.ts"

/** The team that serves the incident, for someone who may decide which incidents do. */
const sharedTeam = Effect.fnUntraced(function* (sender: VerifiedSession, id: IncidentId) {
  const stored = yield* loadTeam(yield* servingTeamId(id))
  yield* requireSharing(sender, stored.team)
  return stored
})

const incidentNamed = Schema.decodeUnknownOption(IncidentId)

/** Links incidents to the team that are searched for, unlinks them, and chooses the lead. */
export const incidentsForm: PersonForm = {
  use: "incidents",
  path: "/team/incidents",

  shown: Effect.fnUntraced(function* ({ sender, id, given }) {
    const stored = yield* sharedTeam(sender, id)
    const { team } = stored
    const [lead, ...others] = servedView(team)
    const filter = filterOf(listQueryOf(new URLSearchParams({ search: given.get("search") ?? "" })))
    const isSearched = filter.number !== undefined || filter.title !== undefined
    const found = isSearched ? yield* findLinkable(sender, stored, filter) : undefined
    return {
      title: `Incidents of the team ${team.name}`,
      content: html`<p>The team stays open while any of its incidents is open.</p>
        ${search(given.get("search") ?? "", found)}
        <h2>Incidents of the team <span class="count">${others.length + 1}</span></h2>
        <ul class="picks" aria-label="Incidents of the team">
          ${lead === undefined ? "" : servedRow(lead, true)} ${others.map((other) => servedRow(other, false))}
        </ul>`
    }
  }),

  sent: Effect.fnUntraced(function* ({ sender, id, given }) {
    const [verb, named] = (given.get("do") ?? "search").split(" ")
    if (verb === "search") return { _tag: "Shown", given } satisfies Sent
    const incident = Option.getOrUndefined(incidentNamed(named))
    if (incident === undefined) return unreadable(given)
    const team = yield* servingTeamId(id)
    if (verb === "unlink") yield* unlinkIncident(sender, team, incident)
    else if (verb === "link" || verb === "merge" || verb === "lead") {
      yield* linkIncident(sender, team, { incident, lead: verb === "lead", merge: verb === "merge" })
    } else return unreadable(given)
    return done
  })
}

const search = (text: string, found: ReadonlyArray<Linkable> | undefined): Html =>
  html`${searchField({ label: "Link another incident", help: "Type an incident's number, or words of its title.", text, maxLength: 200 })}
    <div id="found" data-pick="found">
      ${
        found === undefined
          ? ""
          : html`<p role="status" class="quiet">
                ${found.length === 0 ? `No other incident is found for “${text}”.` : `${found.length} found`}
              </p>
              <ul class="picks" aria-label="Found">
                ${found.map(foundRow)}
              </ul>`
      }
    </div>`

const foundRow = ({ incident, team }: Linkable): Html =>
  html`<li>
    <div>
      <strong>${incidentName(incident)}</strong> <span class="quiet">${incident.status}</span>
      <p class="quiet">${comersText(team && { name: team.stored.team.name, people: team.people })}</p>
    </div>
    <button
      class="button"
      name="do"
      value="${team === undefined ? "link" : "merge"} ${incident.id}"
      aria-label="${team === undefined ? "Link" : "Merge the team of"} incident ${incident.number}"
    >
      ${team === undefined ? "Link" : "Merge its team"}
    </button>
  </li>`

const servedRow = (incident: ReturnType<typeof servedView>[number], isLead: boolean): Html =>
  html`<li>
    <div>${isLead ? html`<strong>Lead:</strong>` : ""} ${servedText(incident)}</div>
    ${
      isLead || incident.state !== "served"
        ? html`<span></span>`
        : html`<button
            class="button"
            name="do"
            value="lead ${incident.id}"
            aria-label="Make incident ${incident.number} the lead"
          >
            Make lead
          </button>`
    }
    ${
      incident.state === "served" && !incident.founding
        ? html`<button
            class="button"
            name="do"
            value="unlink ${incident.id}"
            aria-label="Unlink incident ${incident.number}"
          >
            Unlink
          </button>`
        : html`<span></span>`
    }
  </li>`

/** Decides which incident continues one that was merged, where that can't be found. */
export const mergeForm: PersonForm = {
  use: "merge",
  path: "/team/merge",

  shown: Effect.fnUntraced(function* ({ sender, id, given }, refusal) {
    const { team } = yield* sharedTeam(sender, id)
    const undecided = servedView(team).filter(({ merge }) => merge?.status === "searching")
    const [first] = undecided
    const title = "Decide on a merge"
    if (first === undefined) return { title, whyNot: "No incident of this team waits for a decision." }
    return {
      title,
      content: html`<p>
          Microsoft Defender merged an incident of this team into another one. The team stays open until it is known
          which incident continues it.
        </p>
        ${choiceField(
          { name: "incident", label: "Merged incident", value: given.get("incident") ?? first.id, refusal },
          undecided.map((one) => [one.id, incidentName(one)])
        )}
        ${textField({
          name: "into",
          label: "Number of the incident that continues it",
          value: given.get("into") ?? "",
          help: "In the same workspace. Microsoft Defender's portal shows which one it is.",
          refusal
        })}
        <div class="actions">
          <button class="button primary" name="do" value="into" id="send">Continue there</button>
          <button class="button" name="do" value="none" id="none">No incident continues it</button>
        </div>`
    }
  }),

  sent: Effect.fnUntraced(function* ({ sender, id, given }) {
    const incident = Option.getOrUndefined(incidentNamed(given.get("incident")))
    if (incident === undefined) return unreadable(given)
    const team = yield* servingTeamId(id)
    if (given.get("do") === "none") {
      yield* decideMerge(sender, team, { incident })
      return done
    }
    const number = /^#?(\d{1,9})$/u.exec((given.get("into") ?? "").trim())?.[1]
    if (number === undefined) return notNamed(given, "Enter the number of an incident.")
    const { workspace } = partsOfIncidentId(incident)
    const { items } = yield* listIncidents(sender, {
      workspace,
      filter: { number: Number(number) },
      order: { by: "number", descending: true },
      top: 1
    })
    const [survivor] = items
    if (survivor === undefined) return notNamed(given, `The workspace ${workspace} has no incident ${number}.`)
    yield* decideMerge(sender, team, { incident, into: survivor.incident.id })
    return done
  })
}

const notNamed = (given: URLSearchParams, problem: string): Sent => {
  const refusal: Refusal = {
    status: 422,
    detail: "It isn't clear which incident continues the merged one.",
    remedy: "Correct the number. Nothing was changed.",
    errors: [{ field: "into", problem }]
  }
  return { _tag: "Shown", given, refusal }
}
