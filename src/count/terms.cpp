#include "count/terms.h"

#include <vector>

#include "base/censored.h"

namespace deconflict::count {
namespace {

struct Group {
  Role role;
  Act act;
  std::string_view words;
};

constexpr Group kGroups[] = {
    {Role::does, Act::killed, "kill kills killing murder murders murdering assassinate assassinates assassinating execute executes executing "
                              "massacre massacres massacring behead beheads beheading lynch lynches lynching liquidate liquidates liquidating neutralise neutralises neutralising neutralize neutralizes neutralizing eliminate eliminates eliminating slaughter slaughtering slay slays slaying"},
    {Role::past, Act::killed, "killed murdered assassinated executed massacred beheaded lynched slaughtered slain martyred eliminated liquidated neutralised neutralized"},
    {Role::befalls, Act::killed, "die dies died dying perish perished perishing succumb succumbs succumbed"},
    {Role::state, Act::killed, "dead"},
    {Role::noun, Act::killed, "deaths death fatalities fatality bodies corpses martyrs killings murders dead_bodies"},
    {Role::does, Act::injured, "injure injures injuring wound wounds wounding hurts hurting maim maiming"},
    {Role::past, Act::injured, "injured wounded hurt maimed hospitalized hospitalised"},
    {Role::noun, Act::injured, "injuries"},
    {Role::does, Act::captured, "capture captures capturing"},
    {Role::past, Act::captured, "captured"},
    {Role::noun, Act::captured, "prisoners captives pows"},
    {Role::does, Act::arrested, "arrest arrests arresting detain detains detaining apprehend apprehends apprehending"},
    {Role::past, Act::arrested, "arrested detained apprehended imprisoned jailed"},
    {Role::noun, Act::arrested, "detainees"},
    {Role::does, Act::abducted, "abduct abducts abducting kidnap kidnaps kidnapping kidnaping"},
    {Role::past, Act::abducted, "abducted kidnapped kidnaped"},
    {Role::noun, Act::abducted, "hostages abductees"},
    {Role::state, Act::missing, "missing unaccounted"},
    {Role::befalls, Act::missing, "disappeared vanished"},
    {Role::does, Act::displaced, "displace displaces displacing evacuate evacuates evacuating uproot uproots uprooting"},
    {Role::past, Act::displaced, "displaced evacuated uprooted"},
    {Role::befalls, Act::displaced, "fled flee flees fleeing"},
    {Role::state, Act::displaced, "homeless"},
    {Role::noun, Act::displaced, "refugees"},
    {Role::befalls, Act::surrendered, "surrender surrenders surrendered surrendering defected"},
    {Role::does, Act::destroyed, "destroy destroys destroying demolish demolishes demolishing raze razes razing torch torches torching"},
    {Role::past, Act::destroyed, "destroyed demolished razed downed obliterated dynamited torched wrecked"},
    {Role::state, Act::present, "stationed deployed garrisoned"},
    {Role::unit, Act::none, "km kms kilometer kilometers kilometre kilometres mile miles m meter meters metre metres foot feet inch inches cm mm percent pc per "
                            "ton tons tonne tonnes kg kgs kilogram kilograms kilo kilos pound pounds lb lbs liter liters litre litres gallon gallons barrel "
                            "barrels dollar dollars usd euro euros rouble roubles ruble rubles lira liras hour hours minute minutes second seconds day days "
                            "week weeks month months year years decade decades century centuries times time o'clock am pm a.m. p.m. th st nd rd caliber "
                            "calibre round rounds degree degrees megawatts mw hectares acres square gmt utc hrs points % centimeter centimeters millimeter"},
    {Role::person, Act::none, "sub-commander subcommander man woman child boy girl baby infant toddler teenager youth civilian soldier officer policeman policewoman fighter militant rebel "
                              "insurgent gunman commander leader journalist photojournalist photographer reporter cameraman doctor nurse medic paramedic "
                              "teacher driver worker farmer shepherd villager resident person citizen national refugee prisoner hostage pilot seaman sailor "
                              "marine captain general colonel major lieutenant sergeant corporal private imam cleric priest monk student pupil employee "
                              "official minister mayor governor lawyer activist protester protestor demonstrator bystander passer passerby passers contractor guard bodyguard "
                              "passenger elder tribesman terrorist jihadist jihadi bomber attacker assailant suspect victim member aide deputy politician "
                              "candidate businessman trader merchant shopkeeper mother father son daughter brother sister wife husband peacekeeper "
                              "serviceman servicewoman guerrilla peasant judge bishop nun combatant conscript recruit engineer interpreter translator "
                              "facilitator operative associate individual kidnapper planner smuggler dealer assassin courier financier emir shooter looter rioter volunteer policemen constable trooper warlord chief ringleader sniper specialist expert occupant trafficker recruiter trainer instructor adviser advisor "
                              "owner landlord vendor butcher baker preacher pastor rabbi sheikh mufti fisherman herder herdsman rescuer "
                              "firefighter professor lecturer prosecutor editor blogger lawmaker senator councillor councilor ambassador "
                              "diplomat ranger miner technician tourist pilgrim worshipper worshiper motorist cyclist pedestrian neighbour "
                              "neighbor detainee inmate widow uncle aunt cousin nephew niece grandmother grandfather janitor carpenter "
                              "musician singer footballer secretary treasurer councilman councilwoman grandson granddaughter athlete cadet deserter informant businesswoman banker landowner caretaker watchman "
                              "militiaman spokesman spokeswoman airman headman missionary labourer laborer rancher hunter barber tailor "
                              "grocer pharmacist surgeon midwife scientist poet filmmaker chairman shopper customer settler migrant nomad"},
    {Role::aux, Act::none, "was were been being be is are has have had having get gets got gotten getting will would may might could can must should"},
    {Role::adverb, Act::none, "reportedly also allegedly confirmed believed reported feared said initially subsequently seriously critically then later still all "
                              "both instantly immediately now already thought presumed to apparently eventually badly severely slightly lightly too "
                              "recently accidentally mistakenly deliberately either just since so far there likely known summarily claimed forced feared left found listed pronounced declared remain remains remained shot gunned blown down up"},
    {Role::article, Act::none, "a an"},
    {Role::include, Act::none, "including include included includes among amongst"},
    {Role::thing, Act::none, "vehicle vehicles tank tanks house houses home homes building buildings village villages town towns city cities bomb bombs missile "
                             "missiles rocket rockets attack attacks strike strikes airstrike airstrikes raid raids explosion explosions blast blasts incident "
                             "incidents case cases shell shells drone drones aircraft helicopter helicopters operation operations position positions hill "
                             "hills checkpoint checkpoints district districts area areas neighborhood neighborhoods neighbourhood neighbourhoods base bases "
                             "weapon weapons rifle rifles gun guns mortar mortars mine mines ied ieds device devices targets target sorties points attempts "
                             "demands conditions cars car truck trucks bus buses convoy convoys province provinces country countries compound compounds location locations system systems howitzer howitzers launcher launchers station stations jet jets warplane warplanes boat boats vessel vessels ship ships pickup pickups battery batteries depot depots"},
    {Role::toll, Act::none, "toll tolls"},
    {Role::rise, Act::none, "to at of reached reaches reaching topped stands stood exceeds exceeded passed surpassed hits hit past"},
    {Role::negation, Act::none, "no not n't never none nobody without"},
    {Role::stop, Act::none, "in on by when after before during while with without as who whom which that where from near through between against under over "
                            "into about around since until for and or but nor than because if though although he she it they we i you his her its their our "
                            "this these those the , . ; : ! ? ( ) [ ] { } | \" `` '' ' - -- – — / \xE2\x80\x9C \xE2\x80\x9D \xE2\x80\x99 \xE2\x80\x98 says say told according across inside outside via toward "
                            "towards amid following yesterday today monday tuesday wednesday thursday friday saturday sunday"},
};

struct Valued {
  std::string_view word;
  Role role;
  std::int64_t value;
};

constexpr Valued kValued[] = {
    {"one", Role::number, 1}, {"two", Role::number, 2}, {"three", Role::number, 3}, {"four", Role::number, 4}, {"five", Role::number, 5},
    {"six", Role::number, 6}, {"seven", Role::number, 7}, {"eight", Role::number, 8}, {"nine", Role::number, 9}, {"ten", Role::number, 10},
    {"eleven", Role::number, 11}, {"twelve", Role::number, 12}, {"thirteen", Role::number, 13}, {"fourteen", Role::number, 14},
    {"fifteen", Role::number, 15}, {"sixteen", Role::number, 16}, {"seventeen", Role::number, 17}, {"eighteen", Role::number, 18},
    {"nineteen", Role::number, 19}, {"twenty", Role::number, 20}, {"thirty", Role::number, 30}, {"forty", Role::number, 40},
    {"fifty", Role::number, 50}, {"sixty", Role::number, 60}, {"seventy", Role::number, 70}, {"eighty", Role::number, 80},
    {"ninety", Role::number, 90}, {"hundred", Role::multiplier, 100}, {"thousand", Role::multiplier, 1000}, {"dozen", Role::multiplier, 12},
    {"lakh", Role::multiplier, 100000}, {"lakhs", Role::multiplier, 100000}, {"million", Role::multiplier, 1000000},
    {"crore", Role::multiplier, 10000000}, {"billion", Role::multiplier, 1000000000}, {"score", Role::multiplier, 20},
    {"dozens", Role::vague, 24}, {"scores", Role::vague, 40}, {"tens", Role::vague, 20}, {"hundreds", Role::vague, 200},
    {"thousands", Role::vague, 2000}, {"millions", Role::vague, 2000000}, {"several", Role::vague, 3}, {"multiple", Role::vague, 3},
    {"numerous", Role::vague, 4}, {"many", Role::vague, 2}, {"few", Role::vague, 2},
};

constexpr std::size_t kSlots = 2048;
constexpr std::size_t kLongest = 15;

struct Lexicon {
  struct Slot {
    std::string_view word;
    Term term;
  };
  std::vector<Slot> slots = std::vector<Slot>(kSlots);

  static std::size_t hash(std::string_view word) {
    std::uint32_t h = 2166136261u;
    for (const char c : word) h = (h ^ static_cast<unsigned char>(c)) * 16777619u;
    return (h ^ (h >> 13)) % kSlots;
  }

  void add(std::string_view word, Term term) {
    std::size_t at = hash(word);
    while (!slots[at].word.empty() && slots[at].word != word) at = (at + 1) % kSlots;
    if (slots[at].word.empty()) slots[at] = {word, term};
  }

  Lexicon() {
    for (const Valued& v : kValued) add(v.word, {v.role, Act::none, v.value});
    for (const Group& g : kGroups) {
      std::string_view rest = g.words;
      while (!rest.empty()) {
        const std::size_t space = rest.find(' ');
        const std::string_view word = rest.substr(0, space);
        if (!word.empty()) add(word, {g.role, g.act, 0});
        rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
      }
    }
  }

  Term find(std::string_view word) const {
    for (std::size_t at = hash(word); !slots[at].word.empty(); at = (at + 1) % kSlots)
      if (slots[at].word == word) return slots[at].term;
    return {};
  }
};

}  // namespace

const char* name_of(Act act) {
  static constexpr const char* kNames[] = {"",        "killed",    "injured",     "captured",  "abducted", "arrested",
                                           "missing", "displaced", "surrendered", "destroyed", "present"};
  return kNames[static_cast<int>(act)];
}

Term term_of(std::string_view word) {
  static const Lexicon lexicon;
  const std::string meant = uncensored(word);
  if (!meant.empty()) word = meant;
  if (word.empty() || word.size() > kLongest) return {};
  char low[kLongest + 1];
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    low[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  return lexicon.find({low, word.size()});
}

}  // namespace deconflict::count
