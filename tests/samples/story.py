"""One made-up news story, told once, and the furniture that its pages wear around it.

`make.py` writes it in every format; the tests compare what an importer reads with `STORY`.
"""

TITLE = "Ferry to Skarvøy to run all winter"
AUTHOR = "Mara Lindqvist"
DATE = "2024-11-05"
SITE = "The Fjordside Courier"

TABLE = (
    ("Passenger", "Summer fare", "Winter fare"),
    ("Adult", "70 crowns", "85 crowns"),
    ("Child", "35 crowns", "35 crowns"),
    ("Bicycle", "20 crowns", "free"),
)
# (what it is, its text); a table's text is what its rows say.
STORY = [
    ("p", "The ferry to Skarvøy will run through the winter for the first time in forty years, "
     "the harbour board decided on Tuesday. The vote was six to one, and the first crossing is "
     "planned for 1 December 2024."),
    ("p", "Islanders have asked for a winter service since the cannery closed. Until now the last "
     "boat left in October, and anybody who needed a doctor had to wait for the mail plane."),
    ("caption", "The MS Terna leaves Skarvøy harbour in October 2024."),
    ("h2", "What the crossing will cost"),
    ("p", "A single ticket will cost 85 crowns, the board’s chair, Ingrid Solheim, told reporters. "
     "“Nobody should have to choose between the mainland and their supper,” she said."),
    ("table", "Adult, Summer fare: 70 crowns.\nAdult, Winter fare: 85 crowns.\n"
     "Child, Summer fare: 35 crowns.\nChild, Winter fare: 35 crowns.\n"
     "Bicycle, Summer fare: 20 crowns.\nBicycle, Winter fare: free."),
    ("quote", "We were told it could not be done, and then we were told that it would not pay. "
     "Both turned out to be wrong."),
    ("p", "Those were the words of Peder Aune, who has run the island’s only shop since 1998 and "
     "who collected 412 signatures for the service. The municipality counts 530 residents."),
    ("h2", "Three conditions"),
    ("p", "The board attached three conditions to its decision:"),
    ("li", "The ferry stays in port when the wind is above 20 metres a second."),
    ("li", "The county pays for half of the fuel until April 2026."),
    ("li", "The service is reviewed after two winters, with all figures made public."),
    ("p", "The one vote against came from Olav Brekke, who fears that the harbour’s breakwater, "
     "built in 1974, is not up to winter storms. Engineers from Trondheim will inspect it before "
     "the first crossing, and their report is expected on 20 November."),
]  # fmt: skip

# What a reader sees around the story, and no article may hold.
FURNITURE = (
    "We value your privacy", "Accept all cookies", "Home", "Politics", "Weather", "Subscribe now",
    "Most read", "Bakery wins prize for rye loaf", "Council delays bridge vote again",
    "Share on Facebook", "All rights reserved", "Advertisement", "Page 1 of 3", "Page 2 of 3",
    "The Fjordside Courier · Tuesday edition",
)  # fmt: skip


def told() -> str:
    """The story as an article should read: a paragraph a block."""
    return "\n\n".join(text for _, text in STORY)
