import type { DirectoryUser } from "../platform/Directory.ts"
import { guidOf } from "../platform/guid.ts"
import { sampleDomain } from "./people.ts"

const givenNames = (
  "Abel Adele Agnes Alva Amir Anouk Arno Asta Basil Beata Bruno Cara Cleo Cyril Dalia Daan Dora Edda Elio Emre " +
  "Enid Esra Fenna Finn Flora Gaia Goran Hedda Hiro Ida Igor Imani Iris Ivo Jana Jorik Juno Kaya Kian Lara " +
  "Leif Lena Luca Maja Malik Mara Milo Nadia Nils Noor Odin Olga Otis Petra Quinn Rafi Rosa Runa Sami Senna"
).split(" ")
const surnames = (
  "Alder Ashby Aspen Beech Birch Bracken Briar Cedar Clover Cypress Elder Elm Fern Fir Forrest Garland Gorse Grove " +
  "Hawthorn Hazel Heath Holly Hornbeam Ivy Juniper Larch Laurel Linden Maple Marsh Meadow Moss Myrtle Oakes Olive " +
  "Orchard Osier Palmer Pine Poplar Reed Rowan Rush Sage Sedge Sorrel Spruce Sumac Sycamore Tamarack Thicket Thorne " +
  "Vale Verbena Vine Walnut Willow Woods Yarrow Yew"
).split(" ")

const departments = [
  "IT Operations",
  "Finance",
  "Sales",
  "Human Resources",
  "Logistics",
  "Research",
  "Marketing",
  "Support"
]

/** Number of different names. Those who have a name again have a number in their address. */
const names = givenNames.length * surnames.length

const make = (index: number): Readonly<DirectoryUser> => {
  // A step that has no factor in common with the number of names visits each of them once.
  const at = (index * 1_009) % names
  const givenName = givenNames[at % givenNames.length] ?? ""
  const surname = surnames[Math.floor(at / givenNames.length)] ?? ""
  const number = index < names ? "" : String(Math.floor(index / names) + 1)
  const userPrincipalName = `${givenName}.${surname}${number}@${sampleDomain}`.toLowerCase()
  return Object.freeze({
    id: guidOf(`person/${index}`),
    displayName: `${givenName} ${surname} (sample)`,
    givenName,
    surname,
    userPrincipalName,
    mail: userPrincipalName,
    jobTitle: null,
    department: departments[index % departments.length] ?? null,
    userType: "Member",
    accountEnabled: true,
    teamsLicense: true
  })
}

let made: ReadonlyArray<Readonly<DirectoryUser>> = []

/** The first `count` generated employees of the sample company, always the same. */
export const colleagues = (count: number): ReadonlyArray<Readonly<DirectoryUser>> => {
  if (made.length < count) made = Array.from({ length: count }, (_, index) => make(index))
  return made.slice(0, count)
}
