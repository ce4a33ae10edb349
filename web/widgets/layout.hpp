// Containers: what is placed inside them flows down (stacks, cards, columns) or to the right (rows).
#pragma once

#include <vector>

#include "web/widgets/ui.hpp"

namespace countersign::widgets {

struct StackOptions {
    float gap = space::s;
    float padding = 0;
    float max_width = 0;  // 0: all there is
    bool centre = false;  // centred in the container when max_width is smaller
};
class Stack {
public:
    explicit Stack(Ui& ui, const StackOptions& options = {});
    ~Stack();
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

private:
    Ui& ui_;
};

// Left to right. What follows `push_right()` stands at the right end.
struct RowOptions {
    std::string_view id = {};  // needed when rows of one container may appear and disappear
    float gap = space::s;
    enum class Align { Top, Centre } align = Align::Centre;
    bool wrap = false;  // go on below when there is no more room (chips)
};
class Row {
public:
    explicit Row(Ui& ui, const RowOptions& options = {});
    ~Row();
    Row(const Row&) = delete;
    Row& operator=(const Row&) = delete;
    void push_right();

private:
    Ui& ui_;
};

// Columns of given weights side by side; below `collapse_below` they stand one under another.
//   Columns columns(ui, {.weights = {2, 1}});  columns.next(); …  columns.next(); …
struct ColumnsOptions {
    std::vector<float> weights = {1, 1};
    float gap = space::xxl;
    float stack_gap = space::l;               // between them when collapsed
    Layout collapse_below = Layout::Desktop;  // Layout::Phone: never
};
class Columns {
public:
    Columns(Ui& ui, const ColumnsOptions& options);
    ~Columns();
    Columns(const Columns&) = delete;
    Columns& operator=(const Columns&) = delete;
    void next();

private:
    Ui& ui_;
};

// A white, outlined box with padding 16. With a title it is a section for screen readers.
struct CardOptions {
    std::string_view id = {};  // required
    std::string title = {};
    std::string link_text = {};  // at the right of the title
    std::string link_href = {};
    float padding = space::l;
    float gap = space::s;
    Tone stripe = Tone::Muted;  // 4 px at the left when not Muted
    bool flush = false;         // no padding: the content (table, rows) reaches the edges
    int level = 2;
};
class Card {
public:
    Card(Ui& ui, const CardOptions& options);
    ~Card();
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;

private:
    Ui& ui_;
    bool section_ = false;
};

// A list for screen readers; put `ListItem`s (or list rows) inside.
class List {
public:
    explicit List(Ui& ui, std::string_view name, float gap = 0);
    ~List();
    List(const List&) = delete;
    List& operator=(const List&) = delete;

private:
    Ui& ui_;
};
class ListItem {
public:
    ListItem(Ui& ui, std::string_view id);
    ~ListItem();
    ListItem(const ListItem&) = delete;
    ListItem& operator=(const ListItem&) = delete;

private:
    Ui& ui_;
};

// A named group for screen readers (a computer of a checklist, a person's details).
class Group {
public:
    Group(Ui& ui, std::string_view id, std::string_view name);
    ~Group();
    Group(const Group&) = delete;
    Group& operator=(const Group&) = delete;

private:
    Ui& ui_;
};

void spacer(Ui& ui, float pixels = space::s);
void separator(Ui& ui);

// A row that opens and closes what stands below it.
//   if (disclosure(ui, {.id = "done", .title = …, .open = &open})) { … }
struct Disclosure {
    std::string_view id = {};
    std::string title = {};
    std::string subtitle = {};
    std::string trailing = {};  // "3 of 5"
    Tone trailing_tone = Tone::Muted;
    Icon icon = icons::none;
    Tone icon_tone = Tone::Secondary;
    bool* open = nullptr;
};
// Returns whether it is open.
bool disclosure(Ui& ui, const Disclosure& options);

// Takes a strip as high as its content from the top of where pages are drawn: for what belongs to none of them.
void top_strip(Ui& ui, std::string_view id, const Content& content);

// A page: top bar or title, scrolling content, action area. One per screen, inside the shell (or alone for sign-in).
struct PageOptions {
    std::string_view id = {};  // required: the screen's name; its scroll place is kept by it
    std::string title = {};    // the h1; also announced as the window's title by the app
    std::string subtitle = {};
    std::string back_href = {};  // a back button in the phone's top bar, a small link above the title elsewhere
    std::string back_label = {};
    Content actions = {};       // at the right of the title; on a phone in the top bar: icon buttons only
    Content banner = {};        // full width under the title
    Content footer = {};        // fixed area at the bottom; on desktop at the end of the content
    bool footer_fixed = false;  // fixed on desktop, too
    float max_width = 0;        // of the content; 0: 1160 or all there is
    bool flush = false;         // content without page padding (a table that fills the page)
    bool fill = false;          // content does not scroll; one table or pad fills it
    bool centre = false;        // a narrow page in the middle (sign-in, notices)
    bool title_hidden = false;  // the h1 is only read aloud
};
class Page {
public:
    Page(Ui& ui, const PageOptions& options);
    ~Page();
    Page(const Page&) = delete;
    Page& operator=(const Page&) = delete;

private:
    Ui& ui_;
    PageOptions options_;
};

// A list and the detail of one of its entries. Side by side where there is room, else the detail lies over the list's right side
// (narrow desktop); on tablet and phone the detail alone. `detail` usually draws a `Page`-like column with its own title: use
// `DrawerOptions`.
struct Split {
    std::string_view id = {};
    bool detail_open = false;
    Content main = {};
    Content detail = {};
};
void split(Ui& ui, const Split& options);

// Header, scrolling body and fixed footer of a detail inside `split`.
struct DrawerOptions {
    std::string_view id = {};
    std::string title = {};
    std::string eyebrow = {};  // small above the title: the number
    std::string close_href = {};
    std::string close_label = {};
    Content actions = {};
    Content footer = {};
};
class Drawer {
public:
    Drawer(Ui& ui, const DrawerOptions& options);
    ~Drawer();
    Drawer(const Drawer&) = delete;
    Drawer& operator=(const Drawer&) = delete;

private:
    Ui& ui_;
    DrawerOptions options_;
};

}  // namespace countersign::widgets
