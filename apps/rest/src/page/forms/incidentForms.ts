import { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { ownerText, statusText, whyNotReopen } from "@incident-teams/api/words/incident"
import { readable } from "@incident-teams/api/words/phrase"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import { editableIncident } from "@incident-teams/application/use-cases/editableIncident"
import { changeIncident as patchOf, isEmptyPatch } from "@incident-teams/domain/incident/changeIncident"
import { KnownClassification, reasonsFor } from "@incident-teams/domain/incident/Classification"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { IncidentChange } from "@incident-teams/domain/incident/IncidentChange"
import { isClosed } from "@incident-teams/domain/incident/IncidentStatus"
import { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Effect, Option, Result, Schema } from "effect"
import type { VerifiedSession } from "../../authentication/TokenVerifier.ts"
import type { Services } from "../../Services.ts"
import type { FormUse } from "../formMark.ts"
import { choiceField, hiddenField, textArea } from "../html/form.ts"
import { html } from "../html/Html.ts"
import type { PageFailure } from "../PageFailure.ts"
import { done, type Entered, enteredOr, type PersonForm, type Refusal, type Sent } from "./PageForm.ts"
import { unreadable } from "./unreadable.ts"

const decode = Schema.decodeUnknownOption(IncidentChangeBody)

/** What a person sees of an incident, as a form carries it: these are the parts that forms change. */
export const seenOf = ({ status, severity, owner, classification, classificationReason }: Incident): string =>
  [status, severity, owner?.id ?? "", classification ?? "", classificationReason ?? ""].join(" ")

const asItIs = (incident: Incident): string =>
  `${statusText(incident)}, severity ${readable(incident.severity)}, owner: ${ownerText(incident.owner)}`

const changedMeanwhile = (incident: Incident): Refusal => ({
  status: 409,
  detail: `Someone else changed the incident since you opened this form. It is now: ${asItIs(incident)}.`,
  remedy: "Nothing was overwritten. Check the form, and send it again if the change is still right.",
  errors: []
})

/** Times that a change is worked out, because the incident changed at that very moment. */
const attempts = 3

/** Changes the incident that the person saw. One that is as requested already needs no change. */
const changeSeen = (
  entered: Entered<VerifiedSession>,
  change: IncidentChange,
  attempt = 1
): Effect.Effect<Sent, PageFailure, Services> =>
  Effect.gen(function* () {
    const { sender, id, given } = entered
    const incident = yield* editableIncident(sender, id)
    if (seenOf(incident) !== given.get("seen")) {
      const patch = patchOf(incident, change)
      if (Result.isSuccess(patch) && isEmptyPatch(patch.success)) return done
      return { _tag: "Shown", given, refusal: changedMeanwhile(incident) } satisfies Sent
    }
    return yield* Effect.as(
      changeIncident(sender, id, change, (etag) => etag === incident.etag),
      done
    )
  }).pipe(
    Effect.catchTag("IncidentConflict", (conflict) =>
      attempt < attempts ? changeSeen(entered, change, attempt + 1) : Effect.fail(conflict)
    )
  )

/** `TruePositive/SuspiciousActivity`: a classification with the reason that goes with it. */
const classifications: ReadonlyArray<readonly [value: string, text: string]> = KnownClassification.literals.flatMap(
  (classification): ReadonlyArray<readonly [string, string]> => {
    const reasons = reasonsFor(classification)
    return reasons.length === 0
      ? [[classification, readable(classification)]]
      : reasons.map((reason) => [
          `${classification}/${reason}`,
          `${readable(classification)}: ${readable(reason).toLowerCase()}`
        ])
  }
)

const unclassified: Refusal = {
  status: 422,
  detail: "The incident needs a classification to be closed.",
  remedy: "Choose one. Nothing was changed.",
  errors: [{ field: "classification", problem: "Choose a classification." }]
}

/** Closes the incident, which archives its team. */
export const closeForm: PersonForm = {
  use: "close",
  path: "/close",

  shown: Effect.fnUntraced(function* ({ sender, id, given }, refusal) {
    const incident = yield* editableIncident(sender, id)
    return {
      title: `Close incident ${incident.number}`,
      content: html`${hiddenField("seen", seenOf(incident))}
        <p>${incident.title}</p>
        <p class="quiet">
          Now: ${asItIs(incident)}. Closing archives the incident's team, unless the team serves another open incident.
        </p>
        ${choiceField(
          { name: "classification", label: "Classification", value: given.get("classification") ?? "", refusal },
          [["", "Choose a classification"], ...classifications]
        )}
        ${textArea({
          name: "classificationComment",
          label: "Comment (optional)",
          value: given.get("classificationComment") ?? "",
          refusal
        })}
        <button class="button primary" id="send">Close incident</button>`
    }
  }),

  sent: (entered) => {
    const { given } = entered
    const [classification = "", reason] = (given.get("classification") ?? "").split("/")
    const comment = given.get("classificationComment") ?? ""
    if (classification === "") return Effect.succeed<Sent>({ _tag: "Shown", given, refusal: unclassified })
    const change = decode({
      status: "Closed",
      classification,
      ...(reason === undefined ? {} : { classificationReason: reason }),
      ...(comment.trim() === "" ? {} : { classificationComment: comment })
    })
    return Option.isNone(change) ? Effect.succeed(unreadable(given)) : changeSeen(entered, change.value)
  }
}

/** The sender by name, too: otherwise the owner is shown by the id until Sentinel has found the rest. */
const ownerFrom = ({ caller: { id, name } }: VerifiedSession) => ({ id, kind: "User", name })

/** The status and severity that the form was opened with. */
const wasIn = (given: URLSearchParams): ReadonlyArray<string> => (given.get("was") ?? "").split(" ")

/** Changes status, severity and owner of the incident. */
export const changeForm: PersonForm = {
  use: "change",
  path: "/change",

  shown: Effect.fnUntraced(function* ({ sender, id, given }, refusal) {
    const incident = yield* editableIncident(sender, id)
    const { status, severity, owner } = incident
    const [wasStatus, wasSeverity] = wasIn(given)
    const statuses = [...new Set([status, "New", "Active"])]
    const severities = [...new Set<string>([severity, ...KnownSeverity.literals])]
    return {
      title: `Change incident ${incident.number}`,
      content: html`${hiddenField("seen", seenOf(incident))} ${hiddenField("was", `${status} ${severity}`)}
        <p>${incident.title}</p>
        ${choiceField(
          {
            name: "status",
            label: "Status",
            value: enteredOr(status, given.get("status"), wasStatus),
            ...(isClosed(status) ? { help: "New and Active reopen the incident and its team." } : {}),
            refusal
          },
          statuses.map((one) => [one, one])
        )}
        ${choiceField(
          {
            name: "severity",
            label: "Severity",
            value: enteredOr(severity, given.get("severity"), wasSeverity),
            refusal
          },
          severities.map((one) => [one, readable(one)])
        )}
        ${choiceField({ name: "owner", label: "Owner", value: given.get("owner") ?? "keep", refusal }, [
          ["keep", owner === undefined ? ownerText(owner) : `Keep: ${ownerText(owner)}`],
          ...(owner?.id === sender.caller.id ? [] : [["me", `${sender.caller.name} (you)`] as const]),
          ...(owner === undefined ? [] : [["nobody", ownerText(undefined)] as const])
        ])}
        <button class="button primary" id="send">Change incident</button>`
    }
  }),

  sent: (entered) => {
    const { given, sender } = entered
    const [status, severity] = wasIn(given)
    const [toStatus, toSeverity, owner] = [given.get("status"), given.get("severity"), given.get("owner")]
    const changes = {
      ...(toStatus === null || toStatus === status ? {} : { status: toStatus }),
      ...(toSeverity === null || toSeverity === severity ? {} : { severity: toSeverity }),
      ...(owner === "me" ? { owner: ownerFrom(sender) } : {}),
      ...(owner === "nobody" ? { owner: null } : {})
    }
    // A form may change nothing; a change of the API has at least one field.
    if (Object.keys(changes).length === 0) return Effect.as(editableIncident(sender, entered.id), done)
    const change = decode(changes)
    return Option.isNone(change) ? Effect.succeed(unreadable(given)) : changeSeen(entered, change.value)
  }
}

/** A change that needs no field. */
const stepForm = (
  use: FormUse & ("own" | "reopen"),
  words: (typeof steps)[keyof typeof steps],
  whyNotOf: (incident: Incident, sender: VerifiedSession) => string | undefined,
  changeOf: (sender: VerifiedSession) => unknown
): PersonForm => ({
  use,
  path: `/${use}`,
  shown: Effect.fnUntraced(function* ({ sender, id }) {
    const incident = yield* editableIncident(sender, id)
    const title = `${words.heading} ${incident.number}`
    const whyNot = whyNotOf(incident, sender)
    if (whyNot !== undefined) return { title, whyNot }
    return {
      title,
      content: html`${hiddenField("seen", seenOf(incident))}
        <p>${incident.title}</p>
        <p>${words.sentence}</p>
        <p class="quiet">Now: ${asItIs(incident)}.</p>
        <button class="button primary" id="send">${words.title}</button>`
    }
  }),
  sent: (entered) => {
    const change = decode(changeOf(entered.sender))
    return Option.isNone(change) ? Effect.succeed(unreadable(entered.given)) : changeSeen(entered, change.value)
  }
})

/** What people are told about the changes without a field, by the form's use. */
export const steps = {
  own: {
    title: "Take ownership",
    heading: "Take ownership of incident",
    sentence: "You become the incident's owner."
  },
  reopen: {
    title: "Reopen incident",
    heading: "Reopen incident",
    sentence: "The incident becomes active again, and its team, if it has one, is reopened."
  }
} as const

export const ownForm = stepForm(
  "own",
  steps.own,
  ({ number, owner }, { caller }) => (owner?.id === caller.id ? `You already own incident ${number}.` : undefined),
  (sender) => ({ owner: ownerFrom(sender) })
)
export const reopenForm = stepForm("reopen", steps.reopen, whyNotReopen, () => ({ status: "Active" }))
