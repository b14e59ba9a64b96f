"""The vocabulary of the replica: written for it, borrowed from nobody."""
# ruff: noqa: RUF001 - the typography of real pages is wanted here

from __future__ import annotations


def _pool(words: str) -> tuple[str, ...]:
    """Split a paragraph of words at its bars."""
    return tuple(" ".join(word.split()) for word in words.split("|"))


WHO = _pool("""
    the baker | her neighbor | his grandmother | the new tenant | a retired welder | the night
    nurse | my oldest cousin | the ferry captain | a shy librarian | their landlord | the wedding
    planner | a bus driver | the head gardener | his former boss | the youngest sister | an
    anxious intern | the beekeeper | a visiting uncle | the choir teacher | her best friend | the
    lighthouse keeper | a tired plumber | the village clerk | his roommate | the dog walker | a
    street painter | the caretaker | our accountant | the hotel porter | a stubborn carpenter |
    the florist | the exchange student
""")

DID = _pool("""
    repaired | borrowed | painted | found | photographed | refused to sell | gave away | carried
    home | rebuilt | inherited | measured | forgot about | returned | decorated | hid | discovered
    | cleaned | traded | guarded | restored | wrapped | signed for | lost | bought back |
    described | complained about | laughed at | kept | rescued | dropped
""")

WHAT = _pool("""
    an old lantern | the crooked fence | a box of letters | the copper kettle | a painted rowing
    boat | the missing bicycle | three jars of honey | a wool blanket | the cuckoo clock | her
    late aunt’s piano | a suitcase of buttons | the garden gate | a half-knitted sweater | the
    brass key | a stray kitten | the wooden swing | a map of the harbor | two porcelain owls | the
    chipped teapot | a chess set | the accordion | a bag of seed potatoes | the family recipe book
    | a broken umbrella | the church bell | a pair of red boots | the weather vane | a birdhouse |
    the last jar of jam | an unfinished portrait | the guest list
""")

WHERE = _pool("""
    in the attic | behind the station | by the river | at the edge of the market | under the
    stairs | in a quiet suburb | on the third floor | near the old mill | outside the bakery | in
    the back garden | at the harbor | next to the school | in the parking lot | across the street
    | at the kitchen table | on the balcony | beside the canal | in the waiting room | at the bus
    stop | in the cellar
""")

WHEN = _pool("""
    last spring | on a rainy Tuesday | before breakfast | during the storm | two summers ago |
    after the funeral | on the first day of school | one evening | in late October | between two
    shifts | shortly after midnight | on her birthday | while everyone slept | at the end of the
    war | over the holidays | years later | the week before the wedding | on the way to work |
    during lunch | that same night
""")

FEEL = _pool("""
    relieved | furious | amused | speechless | proud | puzzled | grateful | embarrassed |
    delighted | suspicious | calm | heartbroken | curious | stunned | hopeful | exhausted |
    nostalgic | jealous | impressed | unsure
""")

THING = _pool("""
    kindness | patience | silence | a good joke | a plain apology | fresh bread | a second chance
    | an honest answer | good weather | a spare key | common sense | a long walk | a handwritten
    note | a locked door | an early night | loud music | old furniture | a shared meal | a
    stubborn streak | a steady hand
""")

PLACE = _pool("""
    Northbrook | Kestrel Bay | Lindenford | Marrow Hill | Port Alder | Saltmarsh | Greywater |
    Upper Tansy | Wickerby | Hollowmere | Ostley | Fenwick Green | Bramblewood | Old Corvey |
    Sandling | Thistledown | Quillham | Ravensford
""")

SAYS = _pool("""
    said | wrote | explained | admitted | recalled | told us | joked | insisted | added |
    remembered | claimed | whispered
""")

EXPERT = _pool("""
    a family therapist | a historian of everyday objects | an urban planner | a veterinarian | a
    labor lawyer | a sleep researcher | a museum guide | an etiquette coach | a structural
    engineer | a wildlife photographer
""")

ADJECTIVE = _pool("""
    quiet | curious | enormous | tiny | rusty | golden | crooked | brave | gentle | noisy |
    forgotten | stubborn | cheerful | foggy | velvet | clumsy | patient | reckless | ordinary |
    unlikely | wobbly | salty | sleepy | honest
""")

ANIMAL = _pool("""
    otter | heron | badger | goose | hedgehog | lynx | tortoise | magpie | ferret | donkey |
    walrus | sparrow | moose | gecko | puffin | marmot | newt | corgi
""")

FIRST = _pool("""
    Mira | Jonas | Odile | Tomas | Ieva | Bram | Saoirse | Nils | Akiko | Renée | Dovilė | Hanna |
    Łukasz | Priya | Emil | Zofia | Malik | Greta | Søren | Benita | Rūta | Callum | Inés | Viktor
    | Noor | Freya | Domantas | Leila
""")

LAST = _pool("""
    Ashgrove | Brightwell | Žaliūnė | Copperfeld | Dunmore | Eklund | Farrow | Grünwald | Holloway
    | Iverson | Juknaitė | Kestrel | Lindqvist | Marchetti | Norkus | Oyelaran | Pettigrew | Quist
    | Rosewood | Šimkutė | Thorne | Underhill | Varga | Whitlock | Yardley | Zelenka
""")

CATEGORIES = tuple(
    (label.lower().replace(" & ", "-"), label)
    for label in _pool("""
    Relationships | Funny | Animals | Work & Money | Art & Design | Family | Travel | Other |
    Home & Design | Christmas | Food | History | Occasions
""")
)
"""Pairs of slug and label."""

TAGS = _pool("""
    grandmothers | old photographs | lighthouses | kittens | neighbors | letters | weddings |
    small towns | bicycles | bread | pranks | bad bosses | gardens | boats | school days | repairs
    | kindness | storms | recipes | clocks | trains | knitting | roommates | airports |
    birdwatching | maps | markets | pianos | paintings | puzzles | owls | honey | snow | rivers |
    tea | buttons | fences | holidays | choirs | dogs
""")

EMOJI = _pool("""
    😂 | 🐼 | ❤️ | 👏 | 😭 | 🙈 | 🤔 | 👩‍🌾 | 🎉 | 🧶
""")
