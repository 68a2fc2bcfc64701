"""Words that tell names of people from other runs of capitals, for `qa.surveys.names`."""

# Before a name they prove that it is one; they are no part of it.
TITLES = frozenset(
    """activist actor actress administrator admiral alderman ambassador analyst archbishop architect
    attorney author ayatollah baroness bishop capt captain cardinal ceo chair chairman
    chairperson chairwoman chancellor chief coach col colonel commander commissioner composer
    conductor congressman congresswoman constable councillor councilor curator dame defender
    deputy detective director dr economist editor emeritus executive founder gen general
    goalkeeper gov governor head headmaster headteacher historian imam inspector journalist
    judge justice king lady lawmaker lawyer leader lieutenant lord lt major manager mayor member
    mep midfielder minister miss mp mr mrs ms novelist officer owner painter pastor poet pope
    premier president prime prince princess principal prof professor prosecutor queen rabbi
    referee rep representative researcher rev reverend scientist secretary sen senator sergeant
    sergeant-major sgt sheikh sheriff singer sir spokesman spokesperson spokeswoman striker
    superintendent taoiseach treasurer undersecretary vice""".split()
)
TITLE = rf"(?:(?:co|ex|vice)-)?(?:{'|'.join(sorted(TITLES))})"  # a pattern for one
# Behind a name they are no part of it.
HONOURS = frozenset(("CBE", "KC", "MBE", "MD", "MEP", "MP", "MSP", "OBE", "PhD", "QC", "TD"))
# Never part of a person's name: kinds of organisation, place and work, days, months, countries.
THINGS = frozenset(
    """academy act administration affairs afghanistan africa agency airlines airport airways albion
    alliance america american april archived arctic arena army asia assembly association
    atlantic august australia authority avenue award bangladesh bank bay board bridge britain
    broadcasting building bureau cabinet california camp canada canal categories cathedral cell
    center centre challenge championship channel china christmas church city civil climate club
    coast college commerce commission committee community company complex conference congress
    consideration constitution convention cooperation corporation council county court crown cup
    day december defence defense democrat democratic democrats department district division east
    easter economic education electric empire energy england entertainment europe european
    facebook facility fair february federal federation festival finance fire flight florida
    force forces foreign forum foundation france friday fund games garden gazette germany global
    globe google government grand greece group guard gulf hall harbor harbour health hemisphere
    herald high highway holdings hospital hotel house image inc independent india indies
    industry institute institution instituto insurance interior international iran iraq ireland
    islamic island islands israel italy january japan journal july june kingdom korea lake land
    law league legislature library limited ltd magazine man march market media medical memorial
    mexico ministry mission monday monument mosque motors mount mountain museum nation national
    nations navy network new news nobel north northern november ocean october office olympic
    olympics ontario operation orbiter order org organisation organization pacific pakistan
    palace parliament partners party peninsula photo pictures planet plaza poland police post
    press prize processing program programme project protocol province published radio railway
    rangers records red region regional relations religious republic republican republicans
    research resort retreat review river road rovers royce russia sachs sans saturday saudi
    school science scotland sea security senate september series service services shuttle social
    society solutions sources south southern space spain sports square stadium standard
    standards state states station street studies study summit sunday supreme survey sweden
    syria system systems team telescope television temple test texas theater theatre thursday
    times today tower towers trade treatment treaty trial tribunal tribune tuesday turkey
    ukraine union unit united university valley ventures village visitor wales wanderers war
    ward washington water wednesday week west western wiki wing world zealand zone zoo""".split()
)
# Words that open the names of places.
PLACES = frozenset(
    """abbey abu addis baton black buenos cape costa des el fort hells hong kuala lake las los
    niagara notre phnom port puerto rio saint salt san santa santo sierra sri st tel wall""".split()
)
# Common words that are names as well.
BOTH = frozenset(
    """art bailey baker banks bell bill black brown bush carter chase christian cook dean drew
    earl faith field fields fisher frank grace grant green hope hunter jack long mark mason
    page pat price ray reed rice rich rose small stone sue white will wood woods young""".split()
)
# First names that end like the adjectives of countries.
NOT_DEMONYMS = frozenset(
    """Adrian Brian Christian Damian Dean Fabian Gillian Ian Jean Julian Sean Sebastian
    Vivian""".split()
)
# Capitals of these say only that a sentence begins; so do those of `index.retrieve.STOP_WORDS`.
OPENERS = frozenset(
    """about above according after also although among another any because before both but
    despite during each earlier even every few following however if instead just last later
    like many meanwhile more most neither nobody none nor not now of once one only other others
    out over please several since some such though through today two under unless until upon
    when where whether while within without yes yesterday yet""".split()
)
