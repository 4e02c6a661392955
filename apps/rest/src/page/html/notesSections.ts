import { readable } from "@incident-teams/api/words/phrase"
import type { Part } from "@incident-teams/application/recent/IncidentParts"
import type { Author } from "@incident-teams/domain/incident/Author"
import type { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import type { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import type { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import type { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import { factList } from "./facts.ts"
import { type Html, html } from "./Html.ts"
import { plainText } from "./plainText.ts"
import { nothing, partSection } from "./section.ts"
import { time } from "./time.ts"

const nameOf = (author: Author | undefined): string =>
  author?.name ?? author?.userPrincipalName ?? author?.email ?? "Unknown author"

export const bookmarksSection = (part: Part<ReadonlyArray<Bookmark>>): Html =>
  partSection(part, { id: "bookmarks", title: "Bookmarks" }, (bookmarks) => ({
    count: bookmarks.length,
    content:
      bookmarks.length === 0
        ? nothing("This incident has no bookmarks.")
        : html`<ol class="rows">
            ${bookmarks.toSorted((a, b) => (a.eventTime ?? 0) - (b.eventTime ?? 0)).map(bookmarkRow)}
          </ol>`
  }))

const bookmarkRow = (bookmark: Bookmark): Html => {
  const at = bookmark.eventTime ?? bookmark.created
  return html`<li class="row">
    <details id="bookmark-${bookmark.id}">
      <summary>
        <span class="row-title">${bookmark.name}</span>
        <span class="row-meta">${at === undefined ? "" : time(at)} <span>${nameOf(bookmark.createdBy)}</span></span>
      </summary>
      ${bookmark.notes === undefined ? "" : html`<p class="prose">${bookmark.notes}</p>`}
      ${
        bookmark.query === undefined
          ? ""
          : html`<h3>Query</h3>
              <pre tabindex="0"><code>${bookmark.query}</code></pre>`
      }
      ${factList([
        ["Labels", bookmark.labels.length === 0 ? undefined : bookmark.labels.join(", ")],
        ["Created", bookmark.created === undefined ? undefined : time(bookmark.created)],
        ["Changed", bookmark.updated === undefined ? undefined : time(bookmark.updated)],
        ["Changed by", bookmark.updatedBy === undefined ? undefined : nameOf(bookmark.updatedBy)]
      ])}
    </details>
  </li>`
}

/** Newest first: readers who join late need the latest comment. */
export const commentsSection = (part: Part<ReadonlyArray<IncidentComment>>): Html =>
  partSection(part, { id: "comments", title: "Comments" }, (comments) => ({
    count: comments.length,
    content:
      comments.length === 0
        ? nothing("This incident has no comments.")
        : html`<ol class="comments">
            ${comments.toReversed().map(
              ({ message, author, created }) =>
                html`<li>
                  <p class="byline"><strong>${nameOf(author)}</strong> ${created === undefined ? "" : time(created)}</p>
                  <p class="prose">${plainText(message)}</p>
                </li>`
            )}
          </ol>`
  }))

export const tasksSection = (part: Part<ReadonlyArray<IncidentTask>>): Html =>
  partSection(part, { id: "tasks", title: "Tasks" }, (tasks) => ({
    count:
      tasks.length === 0
        ? 0
        : `${tasks.filter(({ status }) => status === "Completed").length} of ${tasks.length} completed`,
    content:
      tasks.length === 0
        ? nothing("This incident has no tasks.")
        : html`<ul class="tasks">
            ${tasks.map(taskRow)}
          </ul>`
  }))

const taskRow = ({ title, description, status, createdBy, lastModifiedBy }: IncidentTask): Html => {
  const done = status === "Completed"
  const state = done ? "Completed" : status === "New" ? "To do" : readable(status)
  return html`<li data-done="${String(done)}">
    <span class="tick" aria-hidden="true">${done ? "✓" : ""}</span>
    <div>
      <p><span class="hidden">${state}: </span>${title}</p>
      ${description === undefined ? "" : html`<p class="quiet prose">${description}</p>`}
      <p class="quiet">
        ${done ? `Completed by ${nameOf(lastModifiedBy)}` : `Created by ${nameOf(createdBy)}`}${
          done || status === "New" ? "" : `, ${state.toLowerCase()}`
        }
      </p>
    </div>
  </li>`
}

export const relationsSection = (part: Part<ReadonlyArray<IncidentRelation>>): Html =>
  partSection(part, { id: "relations", title: "Relations" }, (relations) => ({
    count: relations.length,
    content:
      relations.length === 0
        ? nothing("This incident has no relations.")
        : html`<details id="relations-all">
            <summary>Related resources</summary>
            <ul class="plain">
              ${relations.map(
                ({ relatedId, name, type, kind }) =>
                  html`<li>
                    <span class="quiet">${readable(kind ?? type?.slice(type.lastIndexOf("/") + 1) ?? "Resource")}</span>
                    <span class="mono">${name ?? relatedId}</span>
                  </li>`
              )}
            </ul>
          </details>`
  }))
