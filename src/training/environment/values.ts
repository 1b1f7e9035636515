/** One pool of values; the two splits share no value. */
export interface Pool {
  train: readonly string[];
  test: readonly string[];
}

const words = (text: string): string[] => text.split(',').map((word) => word.trim());
const pool = (train: string, test: string): Pool => ({ train: words(train), test: words(test) });

/** Values that attributes take. Names of people, numbers and dates come from elsewhere. */
export const POOLS = {
  company: pool(
    'Google, Shopify, Siemens, Spotify, Airbus, Deloitte, Ikea, Nestle, Accenture, Vodafone, Philips, Zalando, Cloudflare, Pixar, Bosch, Lufthansa, Northwind Traders, Acme Robotics',
    'Meta, Stripe, Novartis, Ericsson, Unilever, Netflix, Maersk, Adobe, Heineken, Contoso Labs, Greenleaf Foods, Tesla',
  ),
  city: pool(
    'Berlin, Lisbon, Toronto, Seattle, Prague, Nairobi, Osaka, Madrid, Dublin, Chicago, Melbourne, Vienna, Montreal, Oslo, Krakow, Denver, Singapore, Buenos Aires',
    'Zurich, Boston, Kyoto, Porto, Helsinki, Austin, Cape Town, Warsaw, Vancouver, Athens, Lyon, Hamburg',
  ),
  street: pool(
    'Maple Street, Hill Road, Station Lane, Park Avenue, Mill Street, Rose Lane, Bridge Road',
    'Oak Avenue, Chapel Street, Garden Lane, Victoria Road, Elm Street',
  ),
  floor: pool(
    'the second floor, the fourth floor, the ground floor, the seventh floor, the tenth floor',
    'the third floor, the fifth floor, the ninth floor, the top floor',
  ),
  title: pool(
    'nurse, data engineer, product manager, chef, electrician, teacher, accountant, backend developer, graphic designer, lawyer, physiotherapist, sales manager, journalist, pharmacist, team lead',
    'architect, plumber, data scientist, librarian, dentist, frontend developer, marketing manager, paramedic, translator, tax adviser',
  ),
  phone: pool(
    'iPhone 13, Pixel 7, Galaxy S22, Fairphone 4, OnePlus 11, iPhone SE, Nokia G42, Xperia 5',
    'iPhone 15, Pixel 9, Galaxy S24, Motorola Edge, Nothing Phone, Zenfone 10',
  ),
  car: pool(
    'Toyota Corolla, Honda Civic, Volkswagen Golf, Subaru Outback, Ford Fiesta, Mazda 3, Volvo V60, Fiat Panda, Renault Clio',
    'Skoda Octavia, Hyundai Kona, Nissan Leaf, Opel Astra, Kia Niro, Peugeot 208',
  ),
  laptop: pool(
    'ThinkPad X1, MacBook Air, Dell XPS 13, Surface Pro, Framework 13, Asus Zenbook',
    'MacBook Pro, HP Spectre, Lenovo Yoga, Acer Swift, LG Gram',
  ),
  bike: pool(
    'Trek Domane, Gazelle Esprit, Giant Escape',
    'Canyon Endurace, Brompton C Line, Cube Nuroad, Scott Addict',
  ),
  camera: pool('Canon R6, Nikon Z5', 'Fuji X100, Sony A7, Leica Q2, Ricoh GR'),
  colour: pool(
    'red, dark blue, silver, green, white, orange',
    'black, yellow, light grey, purple, beige',
  ),
  food: pool(
    'ramen, lasagna, tacos, mushroom risotto, pad thai, falafel, pizza margherita, dumplings, paella, fish and chips',
    'bibimbap, goulash, sushi, moussaka, chicken curry, gnocchi, pho',
  ),
  drink: pool(
    'dark roast coffee, green tea, oat latte, ginger beer, orange juice, espresso, iced tea',
    'flat white, chai, lemonade, hot chocolate, matcha, cold brew',
  ),
  hue: pool(
    'teal, burgundy, navy, olive, coral, ivory',
    'turquoise, lavender, crimson, mustard, indigo',
  ),
  film: pool(
    'Spirited Away, The Matrix, Amelie, Casablanca, Interstellar, Paddington, Jaws',
    'Parasite, Inception, Vertigo, Moonlight, Gladiator, Arrival',
  ),
  season: pool('spring, autumn', 'summer, winter'),
  boardGame: pool('Azul, Chess', 'Catan, Carcassonne, Wingspan, Gloomhaven, Scrabble'),
  ice: pool('vanilla, pistachio', 'stracciatella, mango, salted caramel, hazelnut'),
  book: pool(
    'Dune, Middlemarch, The Hobbit, Beloved, Circe, Sapiens, Frankenstein, Emma, Educated',
    'Piranesi, Dracula, Walden, Pachinko, The Overstory, Persuasion',
  ),
  show: pool(
    'The Crown, Severance, Dark, The Bear, Fargo, Lupin',
    'Andor, Slow Horses, Succession, Borgen, Chernobyl',
  ),
  podcast: pool(
    'Radiolab, Serial',
    'Hardcore History, Planet Money, Darknet Diaries, Song Exploder',
  ),
  course: pool(
    'Statistics 101, Organic Chemistry',
    'Linear Algebra, Art History, Macroeconomics, Data Ethics',
  ),
  editor: pool(
    'VS Code, Neovim, Emacs, IntelliJ, Sublime Text, WebStorm',
    'Zed, Helix, Vim, PyCharm, Kakoune',
  ),
  framework: pool(
    'React, Django, Rails, Express, Laravel, Angular, Flask',
    'Vue, Svelte, FastAPI, Fastify, Phoenix, Spring Boot',
  ),
  testRunner: pool(
    'Jest, Mocha, pytest, JUnit, Cypress, Jasmine',
    'Vitest, Ava, Playwright, RSpec, Karma',
  ),
  database: pool(
    'PostgreSQL, MySQL, MongoDB, SQLite, Cassandra, MariaDB',
    'DynamoDB, CockroachDB, Redis, DuckDB, Firestore',
  ),
  ci: pool(
    'Jenkins, GitHub Actions, Travis, TeamCity, Bamboo',
    'CircleCI, GitLab CI, Buildkite, Drone, Woodpecker',
  ),
  packages: pool('npm, Poetry, Maven, Cargo, Bower', 'pnpm, Yarn, Gradle, uv, Bun'),
  cloud: pool('AWS, Heroku, Azure, Fly, OVH', 'Google Cloud, Hetzner, Vercel, Scaleway, Render'),
  chat: pool('Slack, Mattermost', 'Discord, Teams, Zulip, Rocket Chat'),
  tracker: pool('Jira, Trello', 'Linear, Asana, Shortcut, YouTrack'),
  linter: pool('TSLint, JSHint', 'ESLint, Biome, Ruff, Flake8, Oxlint'),
  url: pool(
    'https://staging.acme.dev, https://stage.atlas.io, https://preview.harbor.app, https://test.bluebird.net, https://qa.nimbus.cloud',
    'https://staging.orchid.dev, https://pre.tundra.io, https://uat.beacon.app, https://next.mosaic.net',
  ),
  weekday: pool('Monday, Thursday, Saturday, Wednesday', 'Tuesday, Friday, Sunday'),
  port: pool('3000, 8080, 5000, 9090, 4200, 7070', '3001, 8443, 5173, 8888, 6006, 4000'),
  release: pool('1.4.0, 2.0.1, 3.2.0, 0.9.5, 4.1.2, 2.7.3', '1.5.2, 2.3.0, 5.0.1, 0.8.4, 3.9.6'),
  region: pool('eu-west-1, us-east-1', 'eu-central-1, us-west-2, ap-south-1, ca-central-1'),
  branch: pool('master, develop', 'main, trunk, next, stable'),
  level: pool('info, warning', 'debug, error, trace, notice'),
  seconds: pool('10 seconds, 45 seconds', '30 seconds, 60 seconds, 90 seconds, 15 seconds'),
  version: pool('3, 14, 5.2, 18, 2.1', '4, 16, 6.1, 20, 7.3'),
  petName: pool(
    'Buddy, Luna, Milo, Whiskers, Coco, Rocky, Nala, Pepper, Biscuit, Ziggy, Simba, Daisy',
    'Scout, Bella, Oreo, Mittens, Rex, Hazel, Pumpkin, Loki, Tofu, Shadow',
  ),
  years: pool('2, 4, 6, 8, 10, 12', '3, 5, 7, 9, 11, 13'),
  hobby: pool(
    'climbing, pottery, chess, swimming, gardening, knitting, running, photography, yoga, salsa dancing, birdwatching, woodworking, cycling, baking',
    'archery, sailing, painting, bouldering, surfing, calligraphy, fencing, rowing, astronomy, karate',
  ),
  language: pool(
    'Spanish, German, Mandarin, Portuguese, Arabic, Swedish, Polish, Turkish',
    'French, Italian, Korean, Hindi, Dutch, Greek, Finnish',
  ),
  allergen: pool(
    'peanuts, shellfish, pollen, penicillin, eggs, soy, dust mites, strawberries',
    'gluten, walnuts, latex, sesame, ibuprofen, kiwi, cat hair',
  ),
  subscription: pool(
    'Netflix Premium, Spotify Family, Disney Plus, The Economist, Audible, Dropbox',
    'Hulu, Apple Music, HelloFresh, Strava, Duolingo Plus, Le Monde',
  ),
  service: pool(
    'billing-api, auth-gateway, search-indexer, mailer, image-resizer, ledger-core',
    'payments-hub, notifier, session-store, report-builder, geo-lookup, feed-ranker',
  ),
  instrument: pool('guitar, banjo', 'cello, piano, trumpet, violin, ukulele, flute'),
  flag: pool(
    'dark-mode, beta-search',
    'new-checkout, fast-login, ai-summary, lazy-images, export-v2',
  ),
  sideProject: pool(
    'Recipe Radar, Budget Buddy, Trail Tracker, Mood Log, Pixel Press',
    'Plant Pal, Chess Clock, Word Garden, Tide Table, Sky Map',
  ),
  liking: pool(
    'spicy food, jazz, long hikes, cilantro, musicals, blue cheese, horror films, early mornings, olives, techno, camping, karaoke',
    'licorice, opera, anchovies, road trips, reality TV, crosswords, sauna, marzipan, street art',
  ),
  place: pool(
    'the town hall, Rivera Clinic, the Grand Hotel, Riverside Park, the north campus, Studio Nine',
    'the old theatre, Lakeside Centre, Hotel Bristol, the main library, Bay Arena',
  ),
} as const satisfies Record<string, Pool>;

export type PoolId = keyof typeof POOLS;
