// Virtual table: rows of fixed height, made by a callback only for what is visible; two-line rows on a phone. Up to 1,000,000 rows.
#pragma once

#include <optional>
#include <vector>

#include "web/widgets/status.hpp"
#include "web/widgets/ui.hpp"

namespace countersign::widgets {

// What the column becomes in the phone's two-line row.
enum class PhonePart { Hidden, Title, Subtitle, Eyebrow, Trailing };

struct TableColumn {
    std::string title = {};
    float width = 0;  // px; 0: shares what is left by `weight`
    float weight = 1;
    bool right = false;
    Layout from = Layout::Tablet;  // hidden below this layout
    PhonePart phone = PhonePart::Hidden;
};

struct TableCell {
    std::string text = {};
    std::string second = {};  // second line, muted
    Icon icon = icons::none;
    Tone tone = Tone::Primary;
    bool strong = false;  // medium weight: the subject
    std::optional<State> state = {};
    std::optional<Priority> priority = {};
    std::optional<TimeLeft> time_left = {};
    std::optional<CountersignPair> pair = {};
    std::string person = {};  // avatar and name
};

struct TableRow {
    std::uint64_t key = 0;  // stable over frames and sorting: hash of the id
    std::string name = {};  // accessible name of the row's link; empty: text of the title column
    std::string href = {};  // where activation leads (besides `activated`)
    bool selected = false;
    bool unsent = false;           // dashed amber stripe
    std::string unsent_text = {};  // "not sent", read aloud and shown on the phone
    std::vector<TableCell> cells = {};
};

struct TableGroup {
    std::int64_t first_row = 0;
    std::string title = {};
    std::int64_t count = 0;
    Tone tone = Tone::Secondary;
};

struct Table {
    std::string_view id = {};
    std::string name = {};  // read aloud
    std::vector<TableColumn> columns = {};
    std::int64_t row_count = 0;
    std::function<TableRow(std::int64_t)> row = {};
    std::vector<TableGroup> groups = {};
    float row_height = 0;  // 0: 48, phone 64
    bool scroll = true;    // own scroll region filling the rest of the page; false: grows inside the page
    Content before = {};   // scrolls with the rows, above the header (phone: filters)
};
struct TableResult {
    std::int64_t activated = -1;
    std::int64_t first_visible = 0;
    std::int64_t last_visible = -1;
};
TableResult table(Ui& ui, const Table& options);

// A row of a short list in a card: title, second line, something at the right, leads somewhere.
struct ListRow {
    std::string_view id = {};
    std::string title = {};
    std::string subtitle = {};
    std::string trailing = {};
    Icon icon = icons::none;
    Tone icon_tone = Tone::Secondary;
    std::string href = {};
    std::optional<State> state = {};
    std::optional<Priority> priority = {};
    std::optional<CountersignPair> pair = {};
    std::optional<TimeLeft> time_left = {};
    bool selected = false;
    bool unsent = false;
    bool chevron = true;
    bool last = false;  // no line below
};
// True when activated. Stands inside a `List`.
bool list_row(Ui& ui, const ListRow& options);

}  // namespace countersign::widgets
